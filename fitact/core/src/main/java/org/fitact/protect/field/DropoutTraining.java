package org.fitact.protect.field;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Dropout;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Outcome;
import org.fitact.protect.Protection;
import org.fitact.protect.Role;

/**
 * All weights trained again, from where they are, with dropout (Srivastava et al., 2014) behind every activation, and no word of
 * faults: what plain regularisation, and the further training by itself, give. The graph is then as it was.
 */
public final class DropoutTraining implements Protection {

    private static final float DROPPED = 0.25f;
    private static final double RETRAINING_RATE = 0.02;

    @Override
    public String name() {
        return "dropout";
    }

    @Override
    public String summary() {
        return "weights retrained with dropout: what regularisation alone gives";
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
        return Map.of(
                "epochs",
                settings.postTraining().epochs(),
                "batchSize",
                settings.postTraining().batchSize(),
                "retrainingRate",
                RETRAINING_RATE,
                "dropped",
                DROPPED);
    }

    @Override
    public Outcome protect(Network network, HardeningJob job) {
        Graph plain = network.graph();
        Map<String, List<Node>> behind = new LinkedHashMap<>();
        for (Site site : network.sites()) {
            behind.put(site.name(), List.of(new Node(site.name() + ".dropout", new Dropout(DROPPED), site.name())));
        }
        network.transform(plain.inserting(behind));
        job.retrain(network, RETRAINING_RATE, "retraining with dropout");
        network.transform(plain);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("retrainingEpochs", job.settings().postTraining().epochs());
        details.put("learningRate", RETRAINING_RATE);
        details.put("dropped", DROPPED);
        return new Outcome(details);
    }
}
