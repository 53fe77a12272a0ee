package org.fitact.memory.code;

import java.util.List;
import org.fitact.tensor.number.NumberFormat;

/** Words as they are: reading finds nothing and costs nothing. */
public record NoCode() implements MemoryCode, RegionCode {

    public static final NoCode NONE = new NoCode();

    @Override
    public String name() {
        return "none";
    }

    @Override
    public List<MemoryCode> stages() {
        return List.of();
    }

    @Override
    public RegionCode over(NumberFormat format, int[] words, int channels) {
        return this;
    }

    @Override
    public BlockEncoder encoder(List<int[]> companions) {
        return BlockEncoder.PLAIN;
    }

    @Override
    public BlockDecoder decoder(List<int[]> companions) {
        return BlockDecoder.PLAIN;
    }
}
