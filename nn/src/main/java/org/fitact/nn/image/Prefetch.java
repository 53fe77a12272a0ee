package org.fitact.nn.image;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.IntFunction;

/**
 * An iterator whose items are made ahead by one daemon thread, a few at most. What the thread throws is thrown to the
 * reader, after the items before it. {@link #close()} ends the thread and waits for it.
 */
public final class Prefetch<T> implements Iterator<T>, AutoCloseable {

    private sealed interface Message<T> {
        record Item<T>(T value) implements Message<T> {}

        record Failure<T>(Throwable cause) implements Message<T> {}

        record End<T>() implements Message<T> {}
    }

    private final BlockingQueue<Message<T>> queue;
    private final Thread producer;
    private Message<T> next;

    /**
     * Items {@code from} to {@code to} (exclusive).
     *
     * @param ahead how many items may wait to be read
     */
    Prefetch(int from, int to, int ahead, IntFunction<? extends T> maker) {
        queue = new ArrayBlockingQueue<>(ahead);
        producer = Thread.ofPlatform().daemon().name("batch-prefetch").start(() -> produce(from, to, maker));
    }

    private void produce(int from, int to, IntFunction<? extends T> maker) {
        try {
            try {
                for (int i = from; i < to; i++) {
                    queue.put(new Message.Item<>(maker.apply(i)));
                }
                queue.put(new Message.End<>());
            } catch (RuntimeException | Error failure) {
                queue.put(new Message.Failure<>(failure));
            }
        } catch (InterruptedException closed) {
            // Only close() interrupts this thread, and then nobody reads any more.
            Thread.currentThread().interrupt();
        }
    }

    /** @throws RuntimeException or an Error, the very one that the making of the next item threw */
    @Override
    public boolean hasNext() {
        if (next == null) {
            next = take();
        }
        return switch (next) {
            case Message.Item<T> item -> true;
            case Message.End<T> end -> false;
            case Message.Failure<T>(RuntimeException cause) -> throw cause;
            case Message.Failure<T>(Error cause) -> throw cause;
            case Message.Failure<T>(Throwable cause) -> throw new IllegalStateException(cause);
        };
    }

    @Override
    public T next() {
        if (!hasNext() || !(next instanceof Message.Item<T>(T value))) {
            throw new NoSuchElementException("no more items");
        }
        next = null;
        return value;
    }

    private Message<T> take() {
        try {
            return queue.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the next batch", interrupted);
        }
    }

    @Override
    public void close() {
        next = new Message.End<>();
        producer.interrupt();
        boolean interrupted = false;
        while (producer.isAlive()) {
            try {
                producer.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
