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

    RuntimeException failure;
    final AtomicInteger begun = new AtomicInteger();
    final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();

    public ThreadCluster(int slots) {
        this.slots = slots;
        this.threads = Executors.newFixedThreadPool(slots);
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
                SplittableRandom random = new SplittableRandom(begun.get() + submitted.size());
                for (int i = 0; i < partitions.size(); i++) {
                    int index = i;
                    int delay = random.nextInt(4);
                    submitted.add(threads.submit(() -> {
                        compute(schemeAt, imagesAt, partitions.get(index), delay, index, receiver);
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

    private void compute(
            Parcel.Address scheme, Parcel.Address images, byte[] partition, int delay, int index, Receiver receiver)
            throws Exception {
        sizes.add(TrialBytes.tasks(partition).size());
        if (failure != null) {
            receiver.failed(failure);
            return;
        }
        byte[] result = trials.compute("worker 7", scheme, images, partition);
        while (lost.getAndDecrement() > 0) {
            result = trials.compute("worker 8", scheme, images, partition);
        }
        Thread.sleep(delay);
        receiver.computed(index, result);
    }

    @Override
    public void close() {
        threads.close();
        trials.close();
    }
}
