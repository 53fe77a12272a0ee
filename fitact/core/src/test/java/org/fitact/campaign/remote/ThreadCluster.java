package org.fitact.campaign.remote;

import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A cluster of threads in this process, whose partitions come back in any order. */
public final class ThreadCluster implements TrialCluster {

    /** Computes nothing of the study, as if another process did. */
    private final RemoteTrials trials = new RemoteTrials();

    private final int slots;
    private final ExecutorService threads;

    /** Attempts whose results are lost, as of a worker that is killed at its end. */
    final AtomicInteger lost = new AtomicInteger();

    /** What becomes of the bytes of images on their way. */
    UnaryOperator<byte[]> transport = bytes -> bytes;

    /** What becomes of what a second attempt tells. */
    private UnaryOperator<byte[]> testimony = told -> told;

    RuntimeException failure;
    final AtomicInteger begun = new AtomicInteger();
    final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();

    public ThreadCluster(int slots) {
        this.slots = slots;
        this.threads = Executors.newFixedThreadPool(slots);
    }

    /** Has the result of a first attempt lost, and the second one tell that its last item came out otherwise. */
    void alterSecondAttempt() {
        lost.set(1);
        testimony = told -> {
            told[told.length - 1] ^= 1;
            return told;
        };
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public Job begin(Parcel scheme, Parcel images) {
        begun.incrementAndGet();
        Parcel.Address schemeAt = new Parcel.Address(scheme.sha256(), scheme::bytes);
        Parcel.Address imagesAt = new Parcel.Address(images.sha256(), () -> transport.apply(images.bytes()));
        Queue<Future<?>> submitted = new ConcurrentLinkedQueue<>();
        return new Job() {
            @Override
            public void submit(List<byte[]> partitions, Receiver receiver) {
                Submission all = new Submission(schemeAt, imagesAt, partitions, receiver, new Attempts(partitions));
                SplittableRandom random = new SplittableRandom(begun.get() + submitted.size());
                for (int i = 0; i < partitions.size(); i++) {
                    int index = i;
                    int delay = random.nextInt(4);
                    submitted.add(threads.submit(() -> {
                        compute(all, index, delay);
                        return null;
                    }));
                }
            }

            @Override
            public void close() {
                submitted.forEach(future -> future.cancel(true));
            }
        };
    }

    private record Submission(
            Parcel.Address scheme,
            Parcel.Address images,
            List<byte[]> partitions,
            Receiver receiver,
            Attempts attempts) {}

    private void compute(Submission all, int index, int delay) throws Exception {
        sizes.add(PartitionBytes.items(all.partitions.get(index)).size());
        if (failure != null) {
            all.receiver.failed(failure);
            return;
        }
        byte[] result = attempt("worker 7", all, index, UnaryOperator.identity());
        while (lost.getAndDecrement() > 0) {
            result = attempt("worker 8", all, index, testimony);
        }
        Thread.sleep(delay);
        all.receiver.computed(index, result);
    }

    private byte[] attempt(String who, Submission all, int index, UnaryOperator<byte[]> says)
            throws InterruptedException {
        return trials.compute(who, all.scheme, all.images, all.partitions.get(index), told -> {
            try {
                all.attempts.tell(index, who, says.apply(told));
            } catch (ClusterException e) {
                all.receiver.failed(e);
            }
        });
    }

    @Override
    public void close() {
        threads.close();
        trials.close();
    }
}
