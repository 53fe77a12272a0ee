package org.fitact.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.Region;
import org.fitact.memory.code.ReadCounts;
import org.fitact.memory.code.RegionPart;
import org.fitact.tensor.random.RandomBits;

/**
 * The words of a stored network in an array of the host, in any format and under any code. Only what is written is read anew:
 * the spans of words in which a number or a check bit was, and all of a tensor when something was that all its words are read
 * by, a scale or a table. What reading a span gives depends on nothing else, so the plan has what reading all words would
 * give.
 */
final class HostWords implements PlacedWords {

    private final FaultSpace space;
    private final int[] words;
    /** By tensor; a tensor has the number of the region of its numbers. */
    private final List<TensorInUse> tensors = new ArrayList<>();
    /** For each region, the tensor that it belongs to. */
    private final int[] tensorOfRegion;

    /**
     * Takes the image's words; what computes with them has them already. The image is not kept: it has the words once more.
     *
     * @param use of a tensor's words, by the index of its parameter in a plan
     */
    HostWords(MemoryImage image, BiFunction<Integer, TensorReading, ReadWords> use) {
        this.space = image.space();
        this.words = image.words();
        for (TensorReader reader : image.readers()) {
            int parameter = image.parameterOfTensor()[tensors.size()];
            TensorReading reading = new TensorReading(reader, words);
            tensors.add(new TensorInUse(reading, use.apply(parameter, reading)));
        }
        this.tensorOfRegion = new int[space.regions().size()];
        for (int t = 0; t < tensors.size(); t++) {
            for (Region region : tensors.get(t).regions()) {
                tensorOfRegion[space.indexOfRegionAt(region.offset())] = t;
            }
        }
    }

    @Override
    public int[] read(int[] addresses) {
        int[] read = new int[addresses.length];
        for (int i = 0; i < read.length; i++) {
            read[i] = words[addresses[i]];
        }
        return read;
    }

    @Override
    public void write(int[] addresses, int[] newWords) {
        for (int i = 0; i < addresses.length; i++) {
            words[addresses[i]] = newWords[i];
        }
        SpanList[] struck = new SpanList[tensors.size()];
        mark(addresses, struck);
        readAnew(struck);
    }

    /**
     * Marks the spans that words are read for.
     *
     * @param addresses of words that were changed, ascending
     * @param struck by tensor, null where nothing was; modified
     */
    private void mark(int[] addresses, SpanList[] struck) {
        for (int from = 0; from < addresses.length; ) {
            int r = space.indexOfRegionAt(addresses[from]);
            Region region = space.regions().get(r);
            int t = tensorOfRegion[r];
            int end = from + 1;
            while (end < addresses.length && addresses[end] >= region.offset() && addresses[end] < region.end()) {
                end++;
            }
            if (struck[t] == null) {
                struck[t] = new SpanList(tensors.get(t).spans());
            }
            tensors.get(t).mark(region, Arrays.copyOfRange(addresses, from, end), struck[t]);
            from = end;
        }
    }

    private void readAnew(SpanList[] struck) {
        for (int t = 0; t < struck.length; t++) {
            if (struck[t] != null) {
                tensors.get(t).readAnew(struck[t]);
            }
        }
    }

    /** Scrubs only what was struck before: all else is written back as it is. The plan gets what is read in the end. */
    @Override
    public Optional<AppliedFaults> strike(List<FaultPattern> arrivals) {
        arrivals.forEach(part -> part.requireWithin(words.length));
        WordLog log = new WordLog(words);
        SpanList[] struck = new SpanList[tensors.size()];
        long flips = 0;
        for (FaultPattern part : arrivals) {
            scrub(struck, log);
            flip(part, log);
            flips += part.bits();
            mark(part.addresses(), struck);
        }
        readAnew(struck);
        return Optional.of(undoing(log, flips));
    }

    private void flip(FaultPattern pattern, WordLog log) {
        for (int i = 0; i < pattern.size(); i++) {
            int address = pattern.address(i);
            log.put(address, pattern.operation().apply(space.formatAt(address), words[address], pattern.mask(i)));
        }
    }

    private ScrubCounts scrub(SpanList[] spans, WordLog log) {
        ScrubCounts counts = ScrubCounts.NONE;
        for (int t = 0; t < spans.length; t++) {
            if (spans[t] != null) {
                counts = counts.plus(tensors.get(t).scrub(spans[t], log));
            }
        }
        return counts;
    }

    private AppliedFaults undoing(WordLog log, long flips) {
        return new AppliedFaults() {

            @Override
            public long changedBits() {
                return flips;
            }

            @Override
            public void close() {
                int[] changed = log.addresses();
                log.undo();
                SpanList[] struck = new SpanList[tensors.size()];
                mark(changed, struck);
                readAnew(struck);
            }
        };
    }

    @Override
    public ScrubCounts scrub() {
        WordLog log = new WordLog(words);
        SpanList[] all =
                tensors.stream().map(tensor -> SpanList.all(tensor.spans())).toArray(SpanList[]::new);
        ScrubCounts counts = scrub(all, log);
        SpanList[] changed = new SpanList[tensors.size()];
        mark(log.addresses(), changed);
        readAnew(changed);
        return counts;
    }

    @Override
    public int[] all() {
        return words.clone();
    }

    @Override
    public Optional<AppliedFaults> strike(RandomBits bits) {
        return Optional.empty();
    }

    @Override
    public ReadCounts counts() {
        ReadCounts all = ReadCounts.NONE;
        for (TensorInUse tensor : tensors) {
            all = all.plus(tensor.counts());
        }
        return all;
    }

    @Override
    public boolean isPlain(Region region) {
        TensorInUse tensor = tensors.get(tensorOfRegion[space.indexOfRegionAt(region.offset())]);
        return region.part() == RegionPart.NUMBER && tensor.isPlain();
    }

    @Override
    public long bytes() {
        return (long) Integer.BYTES * words.length
                + tensors.stream().mapToLong(TensorInUse::bytes).sum();
    }

    @Override
    public void close() {}
}
