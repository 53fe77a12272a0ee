package org.fitact.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.campaign.CampaignListener;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.Pilot;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.image.Images;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.stats.CampaignDesign;
import org.fitact.stats.PilotDesign;
import org.fitact.stats.VarianceComponents;

/** A few trials of every scheme at every rate of a campaign, and what trials and images they propose for it. */
public final class CampaignPilot {

    /** No campaign is proposed that takes longer. */
    public static final double LONGEST_SECONDS = 24 * 3600;

    private static final int TRIALS = 12;
    private static final int IMAGES = 300;

    private final CampaignRun run;
    private final Images images;
    private final int trials;

    /** A scheme at a rate. */
    public record Point(String scheme, double rate, PilotDesign design) {}

    /** {@value #TRIALS} trials of the campaign's first {@value #IMAGES} images, or of all if there are fewer. */
    public CampaignPilot(CampaignRun run) {
        this(run, TRIALS, IMAGES);
    }

    /** With other numbers. */
    public CampaignPilot(CampaignRun run, int trials, int images) {
        this.run = run;
        this.trials = trials;
        this.images = run.trialImages().first(images);
    }

    /** Runs the trials, by scheme in the order of the campaign, from the lowest rate. */
    public List<Point> measure(CampaignListener listener) {
        CampaignSettings settings = run.settings();
        List<Point> points = new ArrayList<>();
        long total = (long) run.schemes().size() * settings.rates().size();
        try (EvaluationSet evaluation = run.evaluation(images)) {
            for (ProtectedNetwork scheme : run.schemes()) {
                try (StoredNetwork memory = scheme.deploy(settings.deployment())) {
                    for (double rate : settings.rates()) {
                        PilotDesign design =
                                Pilot.run(memory, settings, rate, trials, images, evaluation, run.testImages());
                        points.add(new Point(scheme.scheme(), rate, design));
                        listener.progress(scheme.scheme(), points.size(), total);
                    }
                }
            }
        }
        return points;
    }

    /**
     * Runs the trials, and proposes what the most demanding point needs.
     *
     * @param halfWidth wanted of every 95 % interval, as a fraction
     */
    public PilotPlan plan(double halfWidth, CampaignListener listener) {
        return plan(measure(listener), halfWidth);
    }

    private PilotPlan plan(List<Point> points, double halfWidth) {
        int classes = images.classes();
        CampaignDesign all =
                new CampaignDesign(points.stream().map(Point::design).toList(), classes);
        CampaignDesign.Proposal proposal = all.propose(halfWidth, LONGEST_SECONDS);
        Map<String, List<Point>> schemes = new LinkedHashMap<>();
        points.forEach(point ->
                schemes.computeIfAbsent(point.scheme(), _ -> new ArrayList<>()).add(point));
        List<PilotPlan.Demand> demands = schemes.values().stream()
                .map(ofScheme -> demand(ofScheme, classes, proposal.images(), halfWidth))
                .toList();
        return new PilotPlan(
                halfWidth,
                trials,
                images.size(),
                run.testImages(),
                proposal,
                demands,
                unseen(all.mostDemanding(proposal.images()), proposal.images(), halfWidth));
    }

    private static PilotPlan.Demand demand(List<Point> ofScheme, int classes, int images, double halfWidth) {
        CampaignDesign design =
                new CampaignDesign(ofScheme.stream().map(Point::design).toList(), classes);
        PilotDesign hardest = design.mostDemanding(images);
        double rate = ofScheme.stream()
                .filter(point -> point.design() == hardest)
                .mapToDouble(Point::rate)
                .findFirst()
                .orElseThrow();
        return new PilotPlan.Demand(
                ofScheme.getFirst().scheme(),
                rate,
                hardest.errorOfTrials(images),
                Math.max(CampaignDesign.LEAST_TRIALS, hardest.leastTrials(images, halfWidth)),
                design.propose(halfWidth, LONGEST_SECONDS));
    }

    /** The same campaign, were there catastrophes too rare for the pilot. */
    private PilotPlan.Unseen unseen(PilotDesign hardest, int imagesOfATrial, double halfWidth) {
        double share = 1.0 / PilotPlan.Unseen.ONE_IN;
        double variance = share * (1 - share) * PilotPlan.Unseen.LOSS * PilotPlan.Unseen.LOSS;
        VarianceComponents found = hardest.components();
        PilotDesign worse = new PilotDesign(
                new VarianceComponents(found.trial() + variance, found.image(), found.residual()),
                hardest.mean(),
                hardest.range(),
                hardest.secondsPerTrial(),
                hardest.secondsPerImage(),
                hardest.population());
        return new PilotPlan.Unseen(Math.pow(1 - share, trials), worse.leastTrials(imagesOfATrial, halfWidth));
    }
}
