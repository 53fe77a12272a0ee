package org.fitact.advice;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.fitact.cost.Candidate;
import org.fitact.cost.Costs;
import org.fitact.cost.Effort;
import org.fitact.cost.HardenedNetworks;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Split;
import org.fitact.study.CampaignRun;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;

/**
 * Answers a question on the hardened networks of a folder: counts what candidates cost in memory, measures what they cost in time, finds
 * the best by {@link Rounds}, and confirms it. What was run lies in the folder of the advice, so that a run that was killed goes on.
 */
public final class AdviceRun {

    private final StudyFolder hardened;
    private final Backend backend;
    private final Question question;
    private final Images test;
    private final Images images;
    private final AdviceFolder out;
    private int workers = 1;
    private Supplier<Backend> backends;

    /** Words the command by which a candidate is measured once more. */
    @FunctionalInterface
    public interface CommandText {
        String of(Candidate candidate, Advice.Asked asked);
    }

    /**
     * @param hardened has the networks of all candidates, and the unprotected one
     * @param test all images from which those of the trials are drawn
     * @throws org.fitact.nn.RefusedValueException if there are not so many
     */
    public AdviceRun(StudyFolder hardened, Backend backend, Question question, Images test, AdviceFolder out) {
        this.hardened = hardened;
        this.backend = backend;
        this.question = question;
        this.test = test;
        this.images = Split.sample(test, question.images(), question.seed());
        this.out = out;
    }

    /**
     * Has the trials of the rounds computed by several workers side by side. What they find does not depend on it. Times are measured on
     * the run's own backend, as long as nothing else is computed.
     *
     * @param count this thread included
     * @param each opens what each of them computes on, this thread too, by the options of the run's backend
     */
    public void workers(int count, Supplier<Backend> each) {
        workers = count;
        backends = each;
    }

    /**
     * Runs what is missing.
     *
     * @param provenance of each campaign
     * @param ofAdvice of all, asked in the end; a JSON object
     */
    public Advice run(
            AdviceListener listener,
            CampaignRun.Provenance provenance,
            CommandText command,
            Supplier<JsonNode> ofAdvice)
            throws IOException {
        return run(Effort.USUAL, listener, provenance, command, ofAdvice);
    }

    Advice run(
            Effort effort,
            AdviceListener listener,
            CampaignRun.Provenance provenance,
            CommandText command,
            Supplier<JsonNode> ofAdvice)
            throws IOException {
        try (HardenedNetworks networks = new HardenedNetworks(hardened, backend);
                Backend share = workers > 1 ? backends.get() : null) {
            listener.stage("memory and time");
            Costs costs =
                    Costs.measure(networks, question.candidates(), question.scrub(), test, effort, listener.campaign());
            requireSome(costs);
            Rounds.Computing computing =
                    new Rounds.Computing(networks, share == null ? backend : share, workers, backends);
            Rounds rounds = new Rounds(computing, question, test, out, listener, provenance);
            Rounds.Found found = rounds.run(costs, images);
            Selection selection = new Selection(question.limits());
            List<Assessment> all = List.copyOf(found.all().values());
            Optional<Assessment> recommended = selection.recommended(found.finalists());
            Advice.Confirmation confirmation = recommended.isEmpty()
                    ? null
                    : rounds.confirm(recommended.get().candidate(), costs, found.trials());
            Assessment nearest = recommended.isPresent()
                    ? null
                    : selection.nearest(found.finalists()).orElseThrow();
            Advice.Asked asked = asked(found);
            Checkpoint checkpoint = Checkpoint.read(
                    hardened.hardened(question.candidates().getFirst().hardenedAs()));
            return new Advice(
                    checkpoint.architecture().model(),
                    checkpoint.info().dataset(),
                    asked,
                    new Advice.Reference(question.reference(), costs.reference(), found.reference()),
                    all,
                    costs.leftOut(),
                    recommended.orElse(null),
                    confirmation,
                    nearest,
                    command.of(recommended.orElse(nearest).candidate(), asked),
                    ofAdvice.get());
        }
    }

    private static void requireSome(Costs costs) {
        if (costs.of().isEmpty()) {
            Costs.LeftOut first = costs.leftOut().getFirst();
            throw new IllegalArgumentException("none of the candidates can be deployed; "
                    + first.candidate().label() + ": " + first.reason());
        }
    }

    private Advice.Asked asked(Rounds.Found found) {
        return new Advice.Asked(
                question.rate(),
                question.limits(),
                found.trials(),
                question.fewestTrials(found.reference()),
                question.images(),
                question.scrub(),
                question.seed());
    }
}
