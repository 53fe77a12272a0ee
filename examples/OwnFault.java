// A kind of fault of one's own: rows of the memory fail, and all their cells read as 0. What a rate of it costs a network
// under two schemes, on the same rows.
//
//   bin/fitact demo --out runs/demo
//   bin/fitact java examples/OwnFault.java runs/demo none fitact

import org.fitact.campaign.Campaign;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialLog;
import org.fitact.campaign.TrialOutcome;
import org.fitact.fault.EligibleBits;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultModel;
import org.fitact.fault.FaultOperation;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.kind.FaultKind;
import org.fitact.memory.Deployment;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.Protections;
import org.fitact.stats.StoppingRule;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.random.PhiloxRandom;

static final List<Double> RATES = List.of(1e-3, 1e-2);
static final int TRIALS = 5;
static final long SEED = 1;

/** Every row of so many words fails with a probability. One number a row is drawn, so a row that fails at a rate does at every higher one. */
record FailingRows(int words, double rate) implements FaultModel {

    @Override
    public FaultPattern sample(EligibleBits bits, PhiloxRandom random) {
        FaultPattern.Builder faults = FaultPattern.builder(FaultOperation.CLEAR);
        for (int row = 0; row < bits.space().words(); row += words) {
            if (random.nextDouble() < rate) {
                clear(bits, row, faults);
            }
        }
        return faults.build();
    }

    private void clear(EligibleBits bits, int row, FaultPattern.Builder faults) {
        int end = Math.min(row + words, bits.space().words());
        for (int address = row; address < end; address++) {
            for (int bit = 0; bit < bits.space().formatAt(address).width(); bit++) {
                if (bits.contains(address, bit)) {
                    faults.add(address, bit);
                }
            }
        }
    }
}

/** What a campaign's rate means. Named in META-INF/services of a jar on FITACT_CLASSPATH, it is one of --faults, too. */
record RowKind(int words) implements FaultKind {

    @Override
    public String name() {
        return "rows-" + words;
    }

    @Override
    public FaultModel at(double rate, double largestRate, EligibleBits bits) {
        return new FailingRows(words, rate);
    }

    @Override
    public boolean nested() {
        return true;
    }

    @Override
    public boolean dependsOnLargestRate() {
        return false;
    }
}

void main(String[] args) throws IOException {
    if (args.length < 2) {
        System.err.println("usage: bin/fitact java examples/OwnFault.java STUDY SCHEME...");
        System.exit(2);
    }
    StudyFolder study = new StudyFolder(Path.of(args[0]));
    DataSet images = DataSets.open("fashion-mnist-small", null);
    for (String scheme : List.of(args).subList(1, args.length)) {
        Checkpoint checkpoint = Checkpoint.read(study.hardened(scheme));
        try (Backend backend = Backends.cpu(BackendOptions.defaults());
                Network network = checkpoint.load(backend);
                EvaluationSet test = new EvaluationSet(
                        backend, images.test().first(500), checkpoint.info().normalisation(), 100)) {
            campaign(new ProtectedNetwork(Protections.named(scheme), network), test);
        }
    }
}

void campaign(ProtectedNetwork subject, EvaluationSet test) {
    CampaignSettings settings = new CampaignSettings(
            RATES,
            StoppingRule.exactly(TRIALS),
            new RowKind(16),
            FaultFilter.ALL,
            Deployment.of(FixedPoint.DEFAULT),
            SEED);
    Map<TrialKey, TrialOutcome> found = new HashMap<>();
    new Campaign(settings, CampaignScheme.of(List.of(subject), settings), test, test, TrialLog.inMemory(found))
            .run((scheme, done, total) -> {});
    for (double rate : RATES) {
        double mean = IntStream.range(0, TRIALS)
                .mapToDouble(trial -> found.get(new TrialKey(subject.scheme(), rate, trial)).accuracy())
                .average()
                .orElseThrow();
        IO.println("%s: accuracy %.3f where %s of all rows fail".formatted(subject.scheme(), mean, rate));
    }
}
