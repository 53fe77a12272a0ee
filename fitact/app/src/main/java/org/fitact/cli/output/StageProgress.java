package org.fitact.cli.output;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.campaign.CampaignListener;
import org.fitact.nn.train.TrainingListener;
import org.fitact.reproduce.ReproductionListener;
import org.fitact.study.Hardening;
import org.fitact.text.Numbers;

/** One progress display after another, one for each stage of a reproduction, and the time that each took. */
public final class StageProgress implements ReproductionListener, AutoCloseable {

    private static final int PARTS = 100;

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private String stage;
    private long start;
    private Progress progress;
    private TrainingProgress training;

    @Override
    public void stage(String name) {
        close();
        stage = name;
        start = System.nanoTime();
    }

    @Override
    public void note(String text) {
        System.err.println(text);
    }

    @Override
    public TrainingListener training(int epochs) {
        training = new TrainingProgress(epochs);
        return training;
    }

    @Override
    public Hardening.Listener hardening(List<String> schemes) {
        return (scheme, done) ->
                at((long) PARTS * schemes.indexOf(scheme) + Math.round(PARTS * done), PARTS * schemes.size(), scheme);
    }

    @Override
    public CampaignListener campaign() {
        return (scheme, done, total) -> at(done, total, scheme);
    }

    /** Seconds of each stage of this run. */
    public Map<String, Double> seconds() {
        return seconds;
    }

    private void at(long done, long total, String message) {
        if (progress == null) {
            progress = Progress.of(stage, total);
        }
        progress.at(done, message);
    }

    /** Ends the present stage. */
    @Override
    public void close() {
        if (progress != null) {
            progress.close();
        }
        if (training != null) {
            training.close();
        }
        if (stage != null) {
            double took = Math.round((System.nanoTime() - start) / 1e8) / 10.0;
            seconds.merge(stage, took, Double::sum);
            System.err.println(stage + ": " + Numbers.fixed(took, 1) + " s");
        }
        progress = null;
        training = null;
        stage = null;
    }
}
