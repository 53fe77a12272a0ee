package org.fitact.advice;

import static org.fitact.advice.Synthetic.LIMITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.fitact.advice.Limits.Verdict;
import org.fitact.cost.Candidate;
import org.fitact.cost.Costs;
import org.junit.jupiter.api.Test;

class SelectionTest {

    private final Selection selection = new Selection(LIMITS);

    private static List<String> names(List<Assessment> some) {
        return some.stream().map(found -> found.candidate().scheme()).toList();
    }

    @Test
    void theMoreAccurateIsBetterAndOfEqualOnesTheCheaper() {
        Assessment large = Synthetic.of("Q15.16", "large", 0.899, 0.001, 0.04, 0);
        Assessment slow = Synthetic.of("Q15.16", "slow", 0.897, 0.001, -0.5, 0.03);
        Assessment quick = Synthetic.of("Q15.16", "quick", 0.8945, 0.001, -0.5, 0.01);
        Assessment poor = Synthetic.of("Q15.16", "poor", 0.88, 0.001, -0.9, 0);
        assertEquals(
                List.of("quick", "slow", "large", "poor"), names(Selection.ranked(List.of(large, slow, quick, poor))));
    }

    @Test
    void betterHalfOfThoseThatMayHoldGoesOn() {
        List<Assessment> all = List.of(
                Synthetic.of("a", 0.90),
                Synthetic.of("b", 0.10),
                Synthetic.of("Q15.16", "c", 0.95, 0.001, 0.125, 0),
                Synthetic.of("Q15.16", "d", 0.95, 0.001, 0, 0.08),
                Synthetic.of("e", 0.91),
                Synthetic.of("Q15.16", "f", 0.85, 0.2, 0, 0),
                Synthetic.of("g", 0.8885),
                Synthetic.of("h", 0.887));
        assertEquals(List.of("e", "a"), names(selection.goOn(all)));
    }

    /** Time is not measured again: one whose interval reaches beyond the limit could win and never be shown to hold. */
    @Test
    void whatMoreTrialsCannotShowDoesNotGoOn() {
        Assessment uncertain = Synthetic.of("Q15.16", "uncertain", 0.93, 0.001, 0, 0.0493);
        List<Assessment> all = List.of(uncertain, Synthetic.of("sure", 0.9), Synthetic.of("other", 0.899));
        assertEquals(List.of("sure", "other"), names(selection.goOn(all)));
        assertEquals(List.of("uncertain"), names(selection.goOn(List.of(uncertain))), "nothing else is nearer");
    }

    /** Two that are cheaper, and equal but for half a point, would leave no place to the one that can be recommended. */
    @Test
    void whatCanBeShownGoesOnBeforeWhatIsCheaper() {
        Assessment wild = Synthetic.of("Q15.16", "wild", 0.897, 0.2, -0.5, 0, 0.02);
        Assessment wilder = Synthetic.of("Q15.16", "wilder", 0.896, 0.2, -0.6, 0, 0.03);
        Assessment calm = Synthetic.of("Q15.16", "calm", 0.9, 0.2, 0.04, 0, 0.004);
        assertEquals(List.of("wilder", "wild", "calm"), names(Selection.ranked(List.of(wild, wilder, calm))));
        assertEquals(List.of("calm", "wilder"), names(selection.goOn(List.of(wild, wilder, calm))));
        List<Assessment> doubtful = List.of(wild, wilder);
        assertEquals(List.of("wilder", "wild"), names(selection.goOn(doubtful)), "where none can, the cheaper");
    }

    @Test
    void twoStayToTheEnd() {
        List<Assessment> two = List.of(Synthetic.of("a", 0.9), Synthetic.of("b", 0.91));
        assertEquals(List.of("b", "a"), names(selection.goOn(two)));
        assertEquals(List.of("b"), names(selection.goOn(two.subList(1, 2))));
    }

    @Test
    void whatIsRecommendedIsShownToHold() {
        Assessment doubtful = Synthetic.of("Q15.16", "doubtful", 0.93, 0.05, 0, 0);
        Assessment sure = Synthetic.of("sure", 0.9);
        assertEquals(Verdict.NOT_SHOWN, LIMITS.of(doubtful));
        assertEquals(Verdict.HOLDS, LIMITS.of(sure));
        assertEquals(Optional.of(sure), selection.recommended(List.of(doubtful, sure)));
        assertEquals(Optional.empty(), selection.recommended(List.of(doubtful)));
    }

    /** The interval of the time counts as that of the loss does. */
    @Test
    void noLimitIsHeldByAnEstimateAlone() {
        assertEquals(Verdict.NOT_SHOWN, LIMITS.of(Synthetic.of("Q15.16", "s", 0.9, 0.001, 0, 0.0493)));
        assertEquals(Verdict.FAILS, LIMITS.of(Synthetic.of("Q15.16", "s", 0.9, 0.001, 0, 0.052)));
        assertEquals(Verdict.FAILS, LIMITS.of(Synthetic.of("Q15.16", "s", 0.9, 0.001, 0.06, 0)));
        assertEquals(Verdict.FAILS, LIMITS.of(Synthetic.of("s", 0.88)));
    }

    @Test
    void whereNothingHoldsTheNearestIsTold() {
        Assessment lossy = Synthetic.of("lossy", 0.5);
        Assessment large = Synthetic.of("Q15.16", "large", 0.9, 0.001, 0.125, 0);
        assertEquals(Optional.of(large), selection.nearest(List.of(lossy, large)));
        assertEquals(List.of("large", "lossy"), names(selection.goOn(List.of(lossy, large))));
    }

    /** By the estimates both hold; half a point less of the interval is beyond the limit of one of them. */
    @Test
    void whereNothingIsShownTheNearestIsWhatIsNearestToIt() {
        Assessment cheap = Synthetic.of("Q15.16", "cheap", 0.899, 0.03, -0.5, 0);
        Assessment calm = Synthetic.of("Q15.16", "calm", 0.9, 0.012, 0.04, 0);
        assertEquals(Verdict.NOT_SHOWN, LIMITS.of(cheap));
        assertEquals(Verdict.NOT_SHOWN, LIMITS.of(calm));
        assertEquals(Optional.of(calm), selection.nearest(List.of(cheap, calm)));
        Assessment asCalm = Synthetic.of("Q15.16", "asCalm", 0.899, 0.013, -0.5, 0);
        assertEquals(Optional.of(asCalm), selection.nearest(List.of(asCalm, calm)), "of those as near the cheaper");
    }

    @Test
    void roundsDouble() {
        assertEquals(List.of(8, 16, 32, 40), Question.rounds(40));
        assertEquals(List.of(5), Question.rounds(5));
    }

    /** 0.05^(1/n) >= 1 − 0.01 / 0.9 from n = 269 on, and 1 − 0.005 / 0.9 from 538. */
    @Test
    void trialsAreAsManyAsCanShowTheLoss() {
        List<Candidate> one = List.of(new Candidate("Q15.16", "none"));
        Question free = new Question(1e-5, LIMITS, one, 0, 200, 1000, 0);
        assertEquals(269, free.fewestTrials(0.9));
        assertEquals(538, free.trials(0.9));
        assertEquals(40, new Question(1e-5, new Limits(0.5, 0, 0), one, 0, 200, 1000, 0).trials(0.9));
        assertEquals(12, new Question(1e-5, LIMITS, one, 12, 200, 1000, 0).trials(0.9));
    }

    /** Decoding is shared by the inferences between two of them. */
    @Test
    void timeIsOfTheBatchThatCostsMost() {
        Assessment found = Synthetic.of("Q15.16", "s", 0.9, 0.001, 0, 0.02);
        assertEquals(0.02025, found.time().value(), 1e-12);
        assertEquals(0.27, found.batches().getLast().extra(1).value(), 1e-12);
        assertEquals(0.321, found.batches().getLast().extra(1).ci95().high(), 1e-12);
    }

    @Test
    void lossIsAgainstTheReference() {
        Costs.Cost cost = Costs.Cost.of(600, 400, found().batches(), 1000);
        Assessment of = Assessment.of(found().candidate(), cost, 0.9, 0.92, new double[] {0.9, 0.86}, 2000);
        assertEquals(0.02, of.loss(), 1e-12);
        assertEquals(0.5, of.memory(), 1e-12);
        assertEquals(0.9 - of.accuracyCi95().high(), of.lossCi95().low(), 1e-12);
        assertTrue(of.lossCi95().high() > 0.5, "two trials may hide anything");
        assertTrue(of.lossCi95Expected().high() < 0.023, "two thousand like these do not");
    }

    @Test
    void timesAreAsUncertainAsTheWorst() {
        List<Assessment> all = List.of(found(), Synthetic.of("Q15.16", "s", 0.9, 0.001, 0, 0.02));
        assertEquals(
                0.00105, Synthetic.advice(found(), null, Verdict.HOLDS, all).uncertaintyOfTime(), 1e-12);
    }

    private static Assessment found() {
        return Synthetic.of("none", 0.9);
    }
}
