package org.fitact.spark;

import org.fitact.campaign.remote.TrialCluster;
import org.fitact.campaign.remote.TrialClusterProvider;

/** Offers Apache Spark by the addresses that Spark calls masters. */
public final class SparkProvider implements TrialClusterProvider {

    private static final String MASTERS = "local(\\[.+])?|spark://.+|yarn|k8s://.+";

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public TrialCluster open(String address) {
        if (!address.matches(MASTERS)) {
            throw new IllegalArgumentException("expected local[N], spark://HOST:PORT, yarn or k8s://HOST:PORT");
        }
        return SparkCluster.connect(address);
    }
}
