package org.fitact.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.FaultSampler;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.image.Images;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.results.Example;
import org.fitact.results.Examples;

/** Finds images that the unprotected network gets wrong and a hardened one right under the same faults. */
final class BrokenImages {

    private static final int WANTED = 8;
    private static final int TRIALS_TRIED = 10;

    private final CampaignSettings settings;
    private final Images images;
    private final EvaluationSet evaluation;

    BrokenImages(CampaignSettings settings, Images images, EvaluationSet evaluation) {
        this.settings = settings;
        this.images = images;
        this.evaluation = evaluation;
    }

    /** Images of the first trial at the highest rate that has enough of them; of the trial with the most otherwise. */
    Examples find(ProtectedNetwork broken, ProtectedNetwork hardened) {
        double rate = settings.rates().getLast();
        Examples best = Examples.NONE;
        int trials = Math.min(TRIALS_TRIED, settings.stopping().maxTrials());
        try (StoredNetwork unprotected = broken.deploy(settings.deployment());
                StoredNetwork protectedOne = hardened.deploy(settings.deployment())) {
            for (int trial = 0; trial < trials && best.images().size() < WANTED; trial++) {
                List<Example> found = compare(predict(unprotected, trial), predict(protectedOne, trial));
                if (found.size() > best.images().size()) {
                    best = new Examples(images.classNames(), broken.scheme(), hardened.scheme(), rate, trial, found);
                }
            }
        }
        return best;
    }

    private int[] predict(StoredNetwork memory, int trial) {
        FaultSampler sampler = settings.sampler(settings.rates().getLast(), memory.space());
        try (AppliedFaults _ = memory.strike(sampler, trial)) {
            return evaluation.predict(memory.inference());
        }
    }

    /** One image of every class before a second one of any, so that the reader sees more than bags. */
    private List<Example> compare(int[] broken, int[] hardened) {
        List<Example> found = new ArrayList<>();
        int[] ofClass = new int[images.classes()];
        for (int round = 0; round < WANTED && found.size() < WANTED; round++) {
            for (int i = 0; i < broken.length && found.size() < WANTED; i++) {
                int label = images.label(i);
                if (hardened[i] == label && broken[i] != label && ofClass[label] == round && !contains(found, i)) {
                    ofClass[label]++;
                    found.add(example(i, broken[i], hardened[i]));
                }
            }
        }
        return found;
    }

    private boolean contains(List<Example> found, int index) {
        byte[] pixels = images.image(index);
        return found.stream().anyMatch(example -> Arrays.equals(example.pixels(), pixels));
    }

    private Example example(int index, int broken, int hardened) {
        return new Example(
                images.width(),
                images.height(),
                images.channels(),
                images.image(index),
                images.label(index),
                broken,
                hardened);
    }
}
