// One of the two builds that "fitact bench turns" times. Makes a network ready, validated, and says so; for each line that it
// then reads it runs as many rounds as stand there, and prints what each network of a round took, in nanoseconds. It is started on
// the libraries of either build, so it uses nothing but what both have.
//
//   bin/fitact java bench/turns/Turn.java inference vgg16 16 2

import org.fitact.bench.InferenceBenchmark;
import org.fitact.bench.RoundTimes;
import org.fitact.bench.TrainingStepBenchmark;
import org.openjdk.jmh.infra.Blackhole;

static final String CHALLENGE =
        "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.";

void main(String[] args) throws Exception {
    String model = args[1];
    int batch = Integer.parseInt(args[2]);
    int threads = Integer.parseInt(args[3]);
    switch (args[0]) {
        case "inference" -> infer(model, batch, threads);
        case "training" -> train(model, batch, threads);
        default -> throw new IllegalArgumentException(args[0] + ", expected inference or training");
    }
}

void infer(String model, int batch, int threads) throws Exception {
    var benchmark = new InferenceBenchmark();
    benchmark.model = model;
    benchmark.classes = 10;
    benchmark.batch = batch;
    benchmark.study = InferenceBenchmark.RANDOM;
    benchmark.device = "cpu";
    benchmark.threads = threads;
    benchmark.prepare();
    var times = new RoundTimes();
    var hole = new Blackhole(CHALLENGE);
    serve(rounds -> {
        times.reset();
        for (int i = 0; i < rounds; i++) {
            benchmark.round(times, hole);
        }
        return "relu=" + times.relu() + " fitrelu-smooth=" + times.fitReluSmooth() + " fitrelu-hard=" + times.fitReluHard()
                + " clip-act=" + times.clipAct() + " ranger=" + times.ranger();
    });
    benchmark.cleanUp();
}

void train(String model, int batch, int threads) throws Exception {
    var benchmark = new TrainingStepBenchmark();
    benchmark.model = model;
    benchmark.batch = batch;
    benchmark.device = "cpu";
    benchmark.threads = threads;
    benchmark.prepare();
    var rate = new TrainingStepBenchmark.Rate();
    serve(rounds -> {
        long start = System.nanoTime();
        for (int i = 0; i < rounds; i++) {
            benchmark.step(rate);
        }
        return "step=" + (double) (System.nanoTime() - start) / rounds;
    });
    benchmark.cleanUp();
}

interface Round {
    String run(int rounds) throws Exception;
}

void serve(Round round) throws Exception {
    IO.println("ready");
    for (String line = IO.readln(); line != null; line = IO.readln()) {
        IO.println(round.run(Integer.parseInt(line.strip())));
    }
}
