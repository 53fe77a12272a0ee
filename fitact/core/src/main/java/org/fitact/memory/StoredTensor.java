package org.fitact.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fitact.fault.Region;
import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.RegionCode;
import org.fitact.nn.plan.PlanParameter;
import org.fitact.tensor.number.TensorEncoding;
import org.fitact.tensor.number.TensorFormat;

/**
 * One tensor as it is stored: the words of its numbers, coded, and what lies beside them.
 *
 * @param region of its numbers, under its code
 * @param lost what it lost in storage
 */
record StoredTensor(
        Region region, TensorEncoding encoding, int[] words, List<CodedBy> stages, Optional<StorageLoss> lost) {

    /** One code, and the check bits of its blocks. */
    record CodedBy(MemoryCode code, RegionCode over, int[] checks) {}

    /**
     * Stores a tensor.
     *
     * @param at the address of its first word
     * @throws ArithmeticException if a number has no word; names the tensor and the index
     * @throws IllegalArgumentException if its code cannot code it; names the tensor
     */
    static StoredTensor of(PlanParameter parameter, Deployment deployment, int at) {
        var kind = MemoryLayout.kindOf(parameter.kind());
        TensorFormat format = deployment.format(parameter.layer(), kind);
        float[] values = parameter.values();
        try {
            TensorEncoding encoding = format.over(values, parameter.channels());
            int[] words = encoding.encode(values);
            Optional<StorageLoss> lost = StorageLoss.of(parameter.name(), format.name(), encoding, values, words);
            Region plain = new Region(parameter.layer(), parameter.name(), kind, at, values.length, encoding.format());
            Region region = plain.with(deployment.code(plain));
            List<CodedBy> stages = new ArrayList<>();
            int[] coded = code(region, region.code().stages(), words, parameter.channels(), stages);
            return new StoredTensor(region, encoding, coded, stages, lost);
        } catch (ArithmeticException e) {
            throw new ArithmeticException(parameter.name() + " cannot be stored: " + e.getMessage());
        }
    }

    /** Words that reading through all stages takes back to the given ones, up to what the codes hide in them. */
    private static int[] code(Region region, List<MemoryCode> stages, int[] words, int channels, List<CodedBy> done) {
        if (stages.isEmpty()) {
            return words;
        }
        MemoryCode code = stages.getFirst();
        RegionCode over = over(region, code, words, channels);
        int[] trial = words.clone();
        int[] seen = read(over, trial, over.encode(trial));
        // What the codes behind read is what this one lets through.
        List<CodedBy> behind = new ArrayList<>();
        int[] inner = code(region, stages.subList(1, stages.size()), seen, channels, behind);
        int[] coded = inner.clone();
        int[] checks = over.encode(coded);
        if (!Arrays.equals(inner, read(over, coded, checks))) {
            throw new IllegalArgumentException(region.name() + ": code " + code.name()
                    + " cannot read what lies behind it in " + region.code().name()
                    + ", expected it behind, or codes that hide no bits in the same place");
        }
        done.add(new CodedBy(code, over, checks));
        done.addAll(behind);
        return coded;
    }

    private static RegionCode over(Region region, MemoryCode code, int[] words, int channels) {
        try {
            return code.over(region.format(), words, channels);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(region.name() + ": code " + code.name() + ": " + e.getMessage(), e);
        }
    }

    private static int[] read(RegionCode code, int[] words, int[] checks) {
        List<int[]> companions =
                code.companions().stream().map(RegionCode.Companion::words).toList();
        var decoder = code.decoder(companions);
        int[] all = new int[words.length];
        int[] block = new int[code.block()];
        for (int first = 0; first < words.length; first += block.length) {
            int length = Math.min(block.length, words.length - first);
            System.arraycopy(words, first, block, 0, length);
            Arrays.fill(block, length, block.length, 0);
            int number = first / block.length;
            decoder.decode(number, block, checks.length == 0 ? 0 : checks[number]);
            System.arraycopy(block, 0, all, first, length);
        }
        return all;
    }
}
