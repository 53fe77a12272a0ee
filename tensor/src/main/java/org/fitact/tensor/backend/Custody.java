package org.fitact.tensor.backend;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which thread may use a backend, and whether it may still be used. Everything that came from a backend, buffers and
 * packed weights, carries its custody, which so also tells one backend's buffers from another's.
 *
 * <p>A check is the comparison of a plain field with the running thread: a thread can find itself there only if it wrote
 * itself there, so a stale value can refuse but never admit.
 */
final class Custody {

    private static final VarHandle OWNER = owner();
    private static final Thread CLOSED = Thread.ofPlatform().unstarted(() -> {});

    private final String backend;
    private Thread owner = Thread.currentThread();

    /** Of a backend of that name, owned by the running thread. */
    Custody(String backend) {
        this.backend = backend;
    }

    /**
     * Refuses all threads but the owner. Where there is no owner, or it has ended, the running thread becomes it.
     *
     * @throws WrongThreadException if another thread owns the backend
     * @throws IllegalStateException if the backend was closed
     */
    void require() {
        if (owner != Thread.currentThread()) {
            claim();
        }
    }

    private void claim() {
        Thread present = (Thread) OWNER.getAcquire(this);
        if (present == CLOSED) {
            throw new IllegalStateException("the backend " + backend + " is used after it was closed");
        }
        boolean free = present == null || !present.isAlive();
        if (!free || !OWNER.compareAndSet(this, present, Thread.currentThread())) {
            throw new WrongThreadException("thread \"" + Thread.currentThread().getName() + "\" uses the backend "
                    + backend
                    + (free ? ", which another thread has just taken" : " of thread \"" + present.getName() + "\"")
                    + "; open a backend for each thread, or call handOver() where it is used now");
        }
    }

    /** The owner lets go: the next thread that asks becomes the owner. */
    void handOver() {
        require();
        OWNER.setRelease(this, null);
    }

    boolean isClosed() {
        return OWNER.getAcquire(this) == CLOSED;
    }

    /** From now on nobody may use the backend. */
    void close() {
        OWNER.setRelease(this, CLOSED);
    }

    private static VarHandle owner() {
        try {
            return MethodHandles.lookup().findVarHandle(Custody.class, "owner", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
