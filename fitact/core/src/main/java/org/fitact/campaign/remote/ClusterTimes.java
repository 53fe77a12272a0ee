package org.fitact.campaign.remote;

/**
 * What trials on a cluster took: by it a model says what more of them take on a larger one. Seconds of several schemes are added up.
 *
 * @param slots partitions at one time, the most there were
 * @param schemes of which trials were computed
 * @param partitions that came back
 * @param trials in them
 * @param seconds from the first look for trials to the last one taken
 * @param driverSeconds of these, in which the driver did not wait: it cut, sent, unpacked and wrote
 * @param openingSeconds from sending a scheme to its first partition, without its trials: broadcast, deployment, and of the first scheme
 *     the executors' start, if none was there
 * @param steadySeconds from the first partition of a scheme to its last
 * @param firstSeconds the trials of the first partitions
 * @param trialSeconds all trials, as each was timed where it was computed
 * @param trialSquares their squares, in s²
 * @param imageBytes of the images of a trial, as they are sent
 * @param schemeBytes of the largest scheme
 */
public record ClusterTimes(
        int slots,
        int schemes,
        long partitions,
        long trials,
        double seconds,
        double driverSeconds,
        double openingSeconds,
        double steadySeconds,
        double firstSeconds,
        double trialSeconds,
        double trialSquares,
        long imageBytes,
        long schemeBytes) {

    /** Nothing was computed. */
    public static final ClusterTimes NONE = new ClusterTimes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Those of schemes one after the other. */
    public ClusterTimes plus(ClusterTimes later) {
        return new ClusterTimes(
                Math.max(slots, later.slots),
                schemes + later.schemes,
                partitions + later.partitions,
                trials + later.trials,
                seconds + later.seconds,
                driverSeconds + later.driverSeconds,
                openingSeconds + later.openingSeconds,
                steadySeconds + later.steadySeconds,
                firstSeconds + later.firstSeconds,
                trialSeconds + later.trialSeconds,
                trialSquares + later.trialSquares,
                Math.max(imageBytes, later.imageBytes),
                Math.max(schemeBytes, later.schemeBytes));
    }
}
