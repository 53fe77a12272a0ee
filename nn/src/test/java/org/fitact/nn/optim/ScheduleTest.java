package org.fitact.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.train.Recipe;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static void assertRates(Schedule schedule, double... expected) {
        for (int step = 0; step < expected.length; step++) {
            assertEquals(expected[step], schedule.rate(step), 1e-15, schedule + " at step " + step);
        }
    }

    @Test
    void aCosineFallsFromTheBaseToZero() {
        double root = Math.sqrt(0.5);
        assertRates(new Schedule.Cosine(2, 4), 2, 1 + root, 1, 1 - root, 0, 0);
    }

    @Test
    void everyMilestoneThatIsReachedLowersTheRate() {
        assertRates(new Schedule.Milestones(0.5, List.of(2, 4), 0.1), 0.5, 0.5, 0.05, 0.05, 0.005, 0.005);
    }

    /** Up from 1/25 in two steps by halves of a cosine, down to 1/250,000 in three; (1 ± cos 60°)/2 are 3/4 and 1/4. */
    @Test
    void oneCycleRisesAndFallsToNearlyNothing() {
        double last = 4e-6;
        assertRates(
                new Schedule.OneCycle(1, 2, 6),
                0.04,
                0.52,
                1,
                last + 0.75 * (1 - last),
                last + 0.25 * (1 - last),
                last,
                last);
        assertEquals(0.3, new Schedule.OneCycle(0.3, 0, 5).rate(0), "without a rise it begins at the base");
    }

    @Test
    void aWarmUpReachesTheOtherScheduleAtItsLastStep() {
        assertRates(new Schedule.WarmUp(4, new Schedule.Constant(0.8)), 0.2, 0.4, 0.6, 0.8, 0.8);
        Schedule cosine = new Schedule.Cosine(1, 8);
        Schedule warm = new Schedule.WarmUp(2, cosine);
        assertRates(warm, 0.5, cosine.rate(1), cosine.rate(2), cosine.rate(3));
    }

    @Test
    void aRecipeCountsItsScheduleInSteps() {
        assertEquals(
                new Schedule.Constant(0.1), recipe(Recipe.Decay.CONSTANT, 0).schedule(10));
        assertEquals(
                new Schedule.WarmUp(15, new Schedule.Cosine(0.1, 80)),
                recipe(Recipe.Decay.COSINE, 1.5).schedule(10));
        assertEquals(
                new Schedule.Milestones(0.1, List.of(40, 60), 0.1),
                recipe(Recipe.Decay.STEP, 0).schedule(10));
        assertEquals(
                new Schedule.OneCycle(0.1, 15, 80),
                recipe(Recipe.Decay.ONE_CYCLE, 1.5).schedule(10));
    }

    private static Recipe recipe(Recipe.Decay decay, double warmUpEpochs) {
        return new Recipe(8, 32, new UpdateRule.Sgd(0, false, 0), 0.1, decay, warmUpEpochs, 0, Augmentation.NONE, 1);
    }
}
