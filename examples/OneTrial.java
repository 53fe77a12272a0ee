// One trial by hand: the network of a study as it lies in memory, struck by faults that are drawn once, with every
// protection that it was hardened by.
//
//   bin/fitact demo --out runs/demo
//   bin/fitact java examples/OneTrial.java runs/demo none fitact

import org.fitact.memory.StoredNetwork;
import org.fitact.memory.Deployment;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultLog;
import org.fitact.fault.FaultSampler;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.FixedPointCodec;

static final BitErrorRate RATE = new BitErrorRate(1e-5);
static final long SEED = 1;
static final long TRIAL = 0;

void main(String[] args) throws IOException {
    if (args.length < 2) {
        System.err.println("usage: bin/fitact java examples/OneTrial.java STUDY SCHEME...");
        System.exit(2);
    }
    StudyFolder study = new StudyFolder(Path.of(args[0]));
    DataSet images = DataSets.open("fashion-mnist-small", null);
    for (String scheme : List.of(args).subList(1, args.length)) {
        Checkpoint checkpoint = Checkpoint.read(study.hardened(scheme));
        try (Backend backend = Backends.cpu(BackendOptions.defaults());
                Network network = checkpoint.load(backend);
                EvaluationSet test =
                        new EvaluationSet(backend, images.test(), checkpoint.info().normalisation(), 100);
                StoredNetwork memory = StoredNetwork.of(network, Deployment.of(FixedPoint.DEFAULT))) {
            IO.println("%s: %d words, %d of them bounds".formatted(scheme, memory.words(), memory.boundWords()));
            strike(memory, test);
        }
    }
}

/** The same words are hit under every scheme: what a trial draws depends on the seed and its number only. */
void strike(StoredNetwork memory, EvaluationSet test) {
    FaultSampler sampler = new FaultSampler(memory.space(), FaultFilter.ALL, RATE, SEED);
    double before = test.accuracy(memory.plan());
    try (FaultLog faults = memory.strike(sampler.trial(TRIAL))) {
        IO.println("  %d words differ; those beyond 16:".formatted(faults.changedWords()));
        for (int address : faults.changedAddresses()) {
            double value = FixedPointCodec.toDouble(FixedPoint.DEFAULT, memory.read(address));
            if (Math.abs(value) >= 16) {
                IO.println("  a word of %s is now %.2f"
                        .formatted(memory.space().regionAt(address).name(), value));
            }
        }
        IO.println("  accuracy %.3f, without faults %.3f".formatted(test.accuracy(memory.plan()), before));
    }
    // Closing the log wrote the old words back, to the bit.
    if (test.accuracy(memory.plan()) != before) {
        throw new IllegalStateException("the trial was not undone");
    }
}
