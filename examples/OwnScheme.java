// A protection scheme of one's own beside one of the program's, on the same faults. This one clamps every channel to
// a tenth more than the largest output that it had on training images.
//
//   bin/fitact demo --out runs/demo
//   bin/fitact java examples/OwnScheme.java runs/demo ranger

import org.fitact.memory.StoredNetwork;
import org.fitact.memory.Deployment;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultSampler;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.BoundSource;
import org.fitact.protect.BoundedActivation;
import org.fitact.protect.NeuronProfile;
import org.fitact.stats.Interval;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.fixedpoint.FixedPoint;

static final BitErrorRate RATE = new BitErrorRate(1e-5);
static final int TRIALS = 10;
static final long SEED = 1;

void main(String[] args) throws IOException {
    if (args.length < 2) {
        System.err.println("usage: bin/fitact java examples/OwnScheme.java STUDY SCHEME");
        System.exit(2);
    }
    StudyFolder study = new StudyFolder(Path.of(args[0]));
    DataSet images = DataSets.open("fashion-mnist-small", null);
    Checkpoint trained = Checkpoint.read(study.model());
    try (Backend backend = Backends.cpu(BackendOptions.defaults());
            Network own = trained.load(backend);
            Network other = Checkpoint.read(study.hardened(args[1])).load(backend);
            EvaluationSet train = new EvaluationSet(backend, images.train(), trained.info().normalisation(), 100);
            EvaluationSet test = new EvaluationSet(backend, images.test(), trained.info().normalisation(), 100)) {
        clampChannels(own, NeuronProfile.measure(own, train));

        double[] ofOwn = accuracies(own, test);
        double[] ofOther = accuracies(other, test);
        double[] differences = new double[TRIALS];
        Arrays.setAll(differences, trial -> ofOwn[trial] - ofOther[trial]);
        Interval interval = Interval.ofMean(differences);
        IO.println("accuracy under faults: %.3f by channel, %.3f with %s"
                .formatted(mean(ofOwn), mean(ofOther), args[1]));
        IO.println("difference on the same faults: %.3f (%.3f to %.3f)"
                .formatted(mean(differences), interval.low(), interval.high()));
    }
}

/** The scheme: one bound for each channel of every activation. */
void clampChannels(Network network, NeuronProfile profile) {
    BoundedActivation clamp = new BoundedActivation(Policy.SATURATE, Granularity.CHANNEL, BoundSource.PROFILED);
    clamp.install(network, site -> {
        float[] bounds = profile.at(site, clamp.granularity());
        for (int channel = 0; channel < bounds.length; channel++) {
            bounds[channel] *= 1.1f;
        }
        return bounds;
    });
}

/** The accuracy in every trial. */
double[] accuracies(Network network, EvaluationSet test) {
    try (StoredNetwork memory = StoredNetwork.of(network, Deployment.of(FixedPoint.DEFAULT))) {
        FaultSampler sampler = new FaultSampler(memory.space(), FaultFilter.ALL, RATE, SEED);
        double[] accuracies = new double[TRIALS];
        for (int trial = 0; trial < TRIALS; trial++) {
            try (AppliedFaults faults = memory.strike(sampler, trial)) {
                accuracies[trial] = test.accuracy(memory.plan());
            }
        }
        return accuracies;
    }
}

double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
}
