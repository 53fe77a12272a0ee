package org.fitact.protect.field;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.FaultAware;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Outcome;
import org.fitact.protect.Protection;
import org.fitact.protect.Role;

/**
 * Fault-aware training (RandBET; Stutz et al., MLSys 2021): all weights are trained again, from where they are, clipped and under fresh
 * bit flips in each step; see {@link FaultAware}. A network costs nothing more at run time for it.
 *
 * <p>The flips are in words of 8 bits whose range is that of the weights, as in the paper, whatever the format in which the network is
 * deployed: in a format of which most bits are beyond the range of all weights, such as Q15.16, a network that computes with struck
 * words has nothing to learn.
 *
 * <p>Otherwise than there: trained again rather than from scratch ({@code fitact train --fault-rate} does that), batch norm instead of
 * group norm, and the clean network's words are not quantised in training.
 */
public final class Fat implements Protection {

    private static final String FORMAT = "int8";

    /** What its result depends on. */
    record Settings(int epochs, int batchSize, double retrainingRate, double weightRate, float clip, String format) {

        static Settings of(HardeningSettings settings) {
            return new Settings(
                    settings.postTraining().epochs(),
                    settings.postTraining().batchSize(),
                    0.02,
                    settings.faults().weightRate(),
                    settings.faults().clip(),
                    FORMAT);
        }
    }

    @Override
    public String name() {
        return "fat";
    }

    @Override
    public String summary() {
        return "weights clipped and retrained under bit errors (RandBET, Stutz et al., 2021)";
    }

    @Override
    public Role role() {
        return Role.BY_NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Object settings(HardeningSettings settings) {
        return Settings.of(settings);
    }

    @Override
    public Outcome protect(Network network, HardeningJob job) {
        Settings settings = Settings.of(job.settings());
        FaultAware faults = new FaultAware(settings.weightRate(), settings.clip(), settings.format(), 0);
        job.retrain(
                network,
                settings.retrainingRate(),
                faults,
                NumberFormats.parse(settings.format()),
                "retraining under faults");
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("retrainingEpochs", settings.epochs());
        details.put("learningRate", settings.retrainingRate());
        details.put("faultRate", settings.weightRate());
        details.put("clip", settings.clip());
        details.put("format", settings.format());
        return new Outcome(details);
    }
}
