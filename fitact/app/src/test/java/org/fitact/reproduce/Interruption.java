package org.fitact.reproduce;

import java.util.List;
import org.fitact.campaign.CampaignListener;
import org.fitact.nn.train.EpochResult;
import org.fitact.nn.train.Trainer;
import org.fitact.nn.train.TrainingListener;
import org.fitact.study.Hardening;

/** A listener that ends a run in the middle of a stage, as a signal would. */
final class Interruption implements ReproductionListener {

    /** Thrown through everything, as nothing of the program catches it. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final String where;
    private String stage = "";
    private int steps;

    private Interruption(String where) {
        this.where = where;
    }

    static Interruption never() {
        return new Interruption("nowhere");
    }

    /** In the second epoch of training, late in hardening by a scheme, or after the first trials of a stage. */
    static Interruption in(String where) {
        return new Interruption(where);
    }

    int trainingSteps() {
        return steps;
    }

    @Override
    public void stage(String name) {
        stage = name;
    }

    @Override
    public void note(String text) {}

    @Override
    public TrainingListener training(int epochs) {
        return new TrainingListener() {
            @Override
            public void stepDone(int epoch, int step, int stepsPerEpoch, double loss) {
                steps++;
                killIf(where.equals("training") && epoch == 2 && step == 3);
            }

            @Override
            public void epochDone(Trainer training, EpochResult result) {}
        };
    }

    @Override
    public Hardening.Listener hardening(List<String> schemes) {
        return (scheme, done) -> killIf(where.equals(scheme) && done > 0.7 && done < 1
                || where.equals(scheme) && scheme.equals("fitact") && done == 1);
    }

    @Override
    public CampaignListener campaign() {
        return (_, done, total) -> killIf((where.equals("campaign") && stage.startsWith("break")
                        || where.equals("figure 1") && stage.startsWith("figure 1"))
                && 2 * done >= total);
    }

    private static void killIf(boolean condition) {
        if (condition) {
            throw new Killed();
        }
    }
}
