package org.fitact.advice;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.fitact.campaign.CampaignListener;
import org.fitact.campaign.CampaignSettings;
import org.fitact.cost.Candidate;
import org.fitact.cost.Costs;
import org.fitact.cost.HardenedNetworks;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Split;
import org.fitact.results.TrialTable;
import org.fitact.stats.StoppingRule;
import org.fitact.study.CampaignRun;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.text.Numbers;

/**
 * Answers a question by campaigns, in rounds of ever more trials for ever fewer candidates ({@link Selection}), and confirms the answer on
 * other faults and images. Trials lie in a store for each format: a run that was killed finds them, and since a round looks at its own
 * number of trials only, it comes to the same answer but for the times that it measures.
 *
 * <p>Trial t has the same faults, by address, under all schemes and codes of a format; across formats, whose words have other bits, it
 * has the same seed. The images are the same everywhere.
 */
final class Rounds {

    private final HardenedNetworks networks;
    private final Question question;
    private final Images test;
    private final AdviceFolder out;
    private final AdviceListener listener;
    private final CampaignRun.Provenance provenance;
    private final Selection selection;
    private final Computing computing;

    /** @param test all images from which those that confirm are drawn */
    Rounds(
            Computing computing,
            Question question,
            Images test,
            AdviceFolder out,
            AdviceListener listener,
            CampaignRun.Provenance provenance) {
        this.computing = computing;
        this.networks = computing.networks;
        this.question = question;
        this.test = test;
        this.out = out;
        this.listener = listener;
        this.provenance = provenance;
        this.selection = new Selection(question.limits());
    }

    /**
     * What computes.
     *
     * @param networks on the backend of the run
     * @param trials this thread's share of it, for trials
     * @param workers side by side, this thread included
     * @param others opens what each other worker computes on
     */
    record Computing(HardenedNetworks networks, Backend trials, int workers, Supplier<Backend> others) {}

    /** What came of the rounds: the last assessment of each candidate, and of those that stayed to the end. */
    record Found(double reference, int trials, Map<Candidate, Assessment> all, List<Assessment> finalists) {}

    /** Runs all rounds on the same images. */
    Found run(Costs costs, Images images) throws IOException {
        double reference = networks.accuracy(Candidate.unprotected(question.reference()), images);
        int trials = question.trials(reference);
        Map<Candidate, Assessment> all = new LinkedHashMap<>();
        List<Candidate> left = List.copyOf(costs.of().keySet());
        List<Assessment> round = List.of();
        for (int some : Question.rounds(trials)) {
            listener.stage(
                    "round of " + Numbers.counted(some, "trial") + " for " + Numbers.counted(left.size(), "candidate"));
            round = assess(left, costs, images, new Extent(reference, some, trials));
            round.forEach(found -> all.put(found.candidate(), found));
            left = selection.goOn(round).stream().map(Assessment::candidate).toList();
        }
        Map<Candidate, Assessment> inOrder = new LinkedHashMap<>();
        costs.of().keySet().forEach(candidate -> inOrder.put(candidate, all.get(candidate)));
        return new Found(reference, trials, inOrder, round);
    }

    /**
     * Of a round.
     *
     * @param reference accuracy of the unprotected network without faults on its images
     * @param last trials of the last round
     */
    private record Extent(double reference, int trials, int last) {}

    private List<Assessment> assess(List<Candidate> candidates, Costs costs, Images images, Extent extent)
            throws IOException {
        int trials = extent.trials;
        Map<String, List<Candidate>> byFormat = candidates.stream()
                .collect(Collectors.groupingBy(Candidate::format, LinkedHashMap::new, Collectors.toList()));
        List<Assessment> found = new ArrayList<>();
        CampaignListener progress = listener.campaign();
        long total = (long) candidates.size() * trials;
        for (Map.Entry<String, List<Candidate>> some : byFormat.entrySet()) {
            long before = (long) found.size() * trials;
            TrialTable table = campaign(
                    out.format(some.getKey()),
                    some.getValue(),
                    images,
                    trials,
                    question.seed(),
                    (scheme, done, _) -> progress.progress(scheme + " in " + some.getKey(), before + done, total));
            for (Candidate candidate : some.getValue()) {
                found.add(assessment(candidate, costs, table, extent));
            }
        }
        return found;
    }

    private Assessment assessment(Candidate candidate, Costs costs, TrialTable table, Extent extent) {
        double[] accuracies =
                table.outcomes(candidate.scheme(), question.rate()).headMap(extent.trials).values().stream()
                        .mapToDouble(outcome -> outcome.accuracy())
                        .toArray();
        double faultFree = table.faultFreeAccuracy(candidate.scheme()).orElseThrow();
        return Assessment.of(
                candidate, costs.of().get(candidate), extent.reference, faultFree, accuracies, extent.last);
    }

    /** Trials of candidates of one format, in addition to those that lie in the folder. */
    private TrialTable campaign(
            StudyFolder folder,
            List<Candidate> candidates,
            Images images,
            int trials,
            long seed,
            CampaignListener progress)
            throws IOException {
        CampaignSettings settings = new CampaignSettings(
                List.of(question.rate()),
                StoppingRule.exactly(trials),
                new FlipKind(),
                FaultFilter.ALL,
                candidates.getFirst().deployment(),
                seed);
        List<String> schemes = candidates.stream().map(Candidate::scheme).toList();
        // The images of the trials are all that there are: so what a scheme has without faults is told of the same
        // ones.
        try (CampaignRun run =
                new CampaignRun(networks.folder(), computing.trials, schemes, settings, images, images.size())) {
            run.workers(computing.workers, computing.others);
            if (Files.exists(folder.trials())) {
                run.grow();
            }
            StudyFolder.writable(folder.path());
            return run.run(folder, progress, provenance).trials();
        }
    }

    /** The recommended candidate on faults that had no part in its choice, and as far as there are others on such images. */
    Advice.Confirmation confirm(Candidate candidate, Costs costs, int trials) throws IOException {
        long seed = question.seed() + 1;
        Images images = Split.besides(test, question.images(), question.seed());
        double reference = networks.accuracy(Candidate.unprotected(question.reference()), images);
        listener.stage("confirming " + candidate.label() + " by " + Numbers.counted(trials, "trial") + " of its own");
        TrialTable table = campaign(
                out.confirmation(candidate.format()), List.of(candidate), images, trials, seed, listener.campaign());
        Assessment found = assessment(candidate, costs, table, new Extent(reference, trials, trials));
        return new Advice.Confirmation(
                seed,
                Split.shared(test, question.images()),
                reference,
                found,
                question.limits().of(found));
    }
}
