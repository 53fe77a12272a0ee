package org.fitact.cli.option;

import org.fitact.campaign.remote.TrialCluster;
import org.fitact.campaign.remote.TrialClusterProvider;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.UserError;
import picocli.CommandLine.Option;

/** Who computes trials, or follows faults: this process, or Apache Spark. */
public final class SparkOption {

    private static final String KIND = "spark";

    @OfTheRun
    @Option(
            names = "--spark",
            paramLabel = "MASTER",
            description =
                    "Have trials computed, or the faults of a map followed, by Apache Spark: local[N] on N threads of this"
                            + " process, spark://HOST:PORT on a cluster. No result depends on it.")
    private String master;

    public boolean isGiven() {
        return master != null;
    }

    /**
     * Connects to what {@code --spark} names.
     *
     * @throws MisuseError if it names no cluster
     * @throws UserError if this is not a build with Spark
     * @throws org.fitact.campaign.remote.ClusterException if the cluster cannot be reached
     */
    public TrialCluster open() {
        TrialClusterProvider provider = TrialClusterProvider.named(KIND)
                .orElseThrow(() -> new UserError("--spark " + master + ": this program was built without Apache Spark;"
                        + " bin/fitact builds it with Spark where --spark is among the options"));
        try {
            return provider.open(master);
        } catch (IllegalArgumentException e) {
            throw new MisuseError("--spark " + master + ": " + e.getMessage(), e);
        }
    }
}
