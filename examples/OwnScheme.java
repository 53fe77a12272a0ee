// A protection scheme of one's own beside one of the program's, on the same faults. This one clamps every channel to
// a tenth more than the largest output that it had on training images.
//
//   bin/fitact demo --out runs/demo
//   bin/fitact java examples/OwnScheme.java runs/demo ranger

import org.fitact.campaign.Campaign;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialLog;
import org.fitact.campaign.TrialOutcome;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Split;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.nn.train.TrainingData;
import org.fitact.protect.BoundSource;
import org.fitact.protect.BoundedActivation;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.NeuronProfile;
import org.fitact.protect.Outcome;
import org.fitact.protect.PartialWork;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.stats.Bootstrap;
import org.fitact.stats.PairedComparison;
import org.fitact.stats.Range;
import org.fitact.stats.StoppingRule;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.fixedpoint.FixedPoint;

static final double RATE = 1e-5;
static final int TRIALS = 10;
static final long SEED = 1;

/** The scheme: one bound for each channel of every activation. It has no code for the memory and no checks. */
record ClampedChannels() implements Protection {

    @Override
    public String name() {
        return "channels";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String summary() {
        return "clamp to a tenth more than the channel's profiled maximum";
    }

    /** It reads none of the program's settings. */
    @Override
    public Object settings(HardeningSettings settings) {
        return Map.of();
    }

    @Override
    public Outcome protect(Network network, HardeningJob job) {
        BoundedActivation clamp = new BoundedActivation(Policy.SATURATE, Granularity.CHANNEL, BoundSource.PROFILED);
        clamp.install(
                network,
                site -> job.profile().bounds(site, clamp.granularity()).map(distance -> 1.1f * distance));
        return Outcome.NOTHING_TO_SAY;
    }
}

void main(String[] args) throws IOException {
    if (args.length < 2) {
        System.err.println("usage: bin/fitact java examples/OwnScheme.java STUDY SCHEME");
        System.exit(2);
    }
    StudyFolder study = new StudyFolder(Path.of(args[0]));
    Protection own = new ClampedChannels();
    Protection other = Protections.named(args[1]);
    DataSet images = DataSets.open("fashion-mnist-small", null);
    Checkpoint trained = Checkpoint.read(study.model());
    Split split = Split.stratified(images.train(), 0.2, SEED);
    TrainingData data = new TrainingData(split.train(), split.heldOut(), trained.info().normalisation());
    try (Backend backend = Backends.cpu(BackendOptions.defaults());
            Network network = trained.load(backend);
            Network ofOther = Checkpoint.read(study.hardened(other.name())).load(backend);
            EvaluationSet train = new EvaluationSet(backend, data.train(), data.normalisation(), 100);
            EvaluationSet test = new EvaluationSet(backend, images.test(), data.normalisation(), 100)) {
        own.protect(network, job(data, NeuronProfile.measure(network, train)));
        compare(List.of(new ProtectedNetwork(own, network), new ProtectedNetwork(other, ofOther)), test);
    }
}

/** What a scheme may use; one that trains bounds or searches them also wants held-out images on the backend. */
HardeningJob job(TrainingData data, NeuronProfile profile) {
    HardeningJob.Progress untold = (done, message) -> {};
    return new HardeningJob(
            data, null, profile, 1, HardeningSettings.DEFAULT, SEED, untold, PartialWork.NOT_KEPT);
}

/** Trial t has the same faults under both. */
void compare(List<ProtectedNetwork> schemes, EvaluationSet test) {
    CampaignSettings settings = new CampaignSettings(
            List.of(RATE),
            StoppingRule.exactly(TRIALS),
            new FlipKind(),
            FaultFilter.ALL,
            Deployment.of(FixedPoint.DEFAULT),
            SEED);
    Map<TrialKey, TrialOutcome> found = new HashMap<>();
    new Campaign(settings, CampaignScheme.of(schemes, settings), test, test, TrialLog.inMemory(found))
            .run((scheme, done, total) -> {});
    double[][] accuracies = new double[2][TRIALS];
    for (int s = 0; s < 2; s++) {
        String scheme = schemes.get(s).scheme();
        Arrays.setAll(accuracies[s], trial -> found.get(new TrialKey(scheme, RATE, trial)).accuracy());
    }
    Range difference = Range.ACCURACY.minus(Range.ACCURACY);
    PairedComparison both =
            PairedComparison.of(accuracies[0], accuracies[1], difference, new Bootstrap(2000, SEED));
    IO.println("accuracy under faults: %.3f by channel, %.3f with %s"
            .formatted(mean(accuracies[0]), mean(accuracies[1]), schemes.get(1).scheme()));
    IO.println("difference on the same faults: %.3f (%.3f to %.3f)"
            .formatted(both.meanDifference(), both.ci95().low(), both.ci95().high()));
}

double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
}
