package org.fitact.reproduce;

import java.util.List;

/**
 * What a campaign of a network would take.
 *
 * @param halfWidth wanted of every 95 % interval, 0..1
 * @param images that the preset uses
 * @param points one for each scheme at each rate of the preset
 * @param trials of the campaign, so many that every point has its interval
 * @param seconds of the campaign with the preset's images, for all schemes and rates
 */
public record PilotResult(
        String network, double halfWidth, int images, List<Point> points, int trials, double seconds) {

    /**
     * A scheme at a rate.
     *
     * @param sdOfTrials standard deviation between trials, the images being given
     * @param trialsNeeded with the preset's images
     * @param bestTrials of the cheapest design
     * @param bestImages of the cheapest design
     * @param bestSeconds of the cheapest design
     */
    public record Point(
            String scheme,
            double rate,
            double sdOfTrials,
            int trialsNeeded,
            int bestTrials,
            int bestImages,
            double bestSeconds) {}
}
