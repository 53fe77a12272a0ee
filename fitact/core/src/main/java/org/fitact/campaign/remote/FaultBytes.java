package org.fitact.campaign.remote;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.vulnerability.FaultWork;
import org.fitact.vulnerability.HarmfulFault;
import org.fitact.vulnerability.ImageFaults;
import org.fitact.vulnerability.Tally;
import org.fitact.vulnerability.TraceCosts;

/** Partitions of the faults of a map, some images each, and what came of them as bytes. */
final class FaultBytes {

    /** Faults of a partition, so that it is less than the 128 MiB that Spark sends in one message. */
    static final int MOST = 7_000_000;

    /** Owner, place, address and bit. */
    private static final int BYTES_OF_A_FAULT = Integer.BYTES + Long.BYTES + Integer.BYTES + Byte.BYTES;

    /** What is to be done, with which faults. */
    record Partition(FaultWork work, List<ImageFaults> images) {}

    /**
     * What came of a partition.
     *
     * @param refusal why nothing of it was computed; empty if all of it was
     * @param seconds that it took where it was computed
     * @param found of each image, in their order
     */
    record Result(String refusal, double seconds, List<FaultWork.Found> found) {}

    private FaultBytes() {}

    static byte[] of(Partition partition) {
        return PartitionBytes.of(PartitionBytes.Kind.FAULTS, out -> {
            out.writeByte(partition.work.kind().ordinal());
            out.writeInt(partition.work.mostHarmful());
            out.writeInt(partition.images.size());
            for (ImageFaults faults : partition.images) {
                out.writeInt(faults.image());
                out.writeInt(faults.size());
                ByteBuffer all = ByteBuffer.allocate(Math.multiplyExact(faults.size(), BYTES_OF_A_FAULT));
                faults.forEach((owner, place, address, bit) ->
                        all.putInt(owner).putLong(place).putInt(address).put((byte) bit));
                out.write(all.array());
            }
        });
    }

    static Partition partition(byte[] bytes) throws IOException {
        DataInputStream in = PartitionBytes.open(bytes, PartitionBytes.Kind.FAULTS);
        FaultWork work = new FaultWork(FaultWork.Kind.values()[in.readByte()], in.readInt());
        List<ImageFaults> images = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            ImageFaults faults = new ImageFaults(in.readInt());
            for (int more = in.readInt(); more > 0; more--) {
                faults.add(in.readInt(), in.readLong(), in.readInt(), in.readByte());
            }
            images.add(faults);
        }
        return new Partition(work, images);
    }

    static byte[] of(Result result) {
        return PartitionBytes.written(out -> {
            out.writeUTF(result.refusal);
            out.writeDouble(result.seconds);
            out.writeInt(result.found.size());
            for (FaultWork.Found found : result.found) {
                write(out, found);
            }
        });
    }

    private static void write(DataOutputStream out, FaultWork.Found found) throws IOException {
        out.writeInt(found.image());
        out.writeLong(found.faults());
        out.writeInt(found.tallies().size());
        for (Map.Entry<Integer, Tally> tally : found.tallies().entrySet()) {
            out.writeInt(tally.getKey());
            RecordBytes.write(out, tally.getValue());
        }
        out.writeInt(found.harmful().size());
        for (Map.Entry<Integer, List<HarmfulFault>> harmful : found.harmful().entrySet()) {
            out.writeInt(harmful.getKey());
            out.writeInt(harmful.getValue().size());
            for (HarmfulFault fault : harmful.getValue()) {
                RecordBytes.write(out, fault);
            }
        }
        RecordBytes.write(out, found.costs());
        out.writeUTF(found.unlike());
    }

    static Result result(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        String refusal = in.readUTF();
        double seconds = in.readDouble();
        List<FaultWork.Found> all = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            all.add(found(in));
        }
        return new Result(refusal, seconds, all);
    }

    private static FaultWork.Found found(DataInputStream in) throws IOException {
        int image = in.readInt();
        long faults = in.readLong();
        Map<Integer, Tally> tallies = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            tallies.put(in.readInt(), RecordBytes.read(in, Tally.class));
        }
        Map<Integer, List<HarmfulFault>> harmful = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            int owner = in.readInt();
            List<HarmfulFault> some = new ArrayList<>();
            for (int more = in.readInt(); more > 0; more--) {
                some.add(RecordBytes.read(in, HarmfulFault.class));
            }
            harmful.put(owner, some);
        }
        TraceCosts costs = RecordBytes.read(in, TraceCosts.class);
        return new FaultWork.Found(image, faults, tallies, harmful, costs, in.readUTF());
    }

    /** What {@link Attempts} compares, of each image. */
    static byte[] digests(List<FaultWork.Found> all) {
        return PartitionBytes.digests(all.stream()
                .map(found -> PartitionBytes.written(out -> write(out, found)))
                .toList());
    }
}
