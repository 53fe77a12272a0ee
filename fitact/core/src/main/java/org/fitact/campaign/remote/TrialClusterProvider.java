package org.fitact.campaign.remote;

import java.util.Optional;
import java.util.ServiceLoader;

/** Found by {@link ServiceLoader}: how a module offers a kind of cluster. */
public interface TrialClusterProvider {

    /** The name of the kind, such as {@code spark}. */
    String name();

    /**
     * Connects.
     *
     * @param address of the cluster, in its own notation
     * @throws IllegalArgumentException if it is none
     * @throws ClusterException if it cannot be reached
     */
    TrialCluster open(String address);

    /** The one of a name that lies on the class path. */
    static Optional<TrialClusterProvider> named(String name) {
        return ServiceLoader.load(TrialClusterProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(name))
                .findFirst();
    }
}
