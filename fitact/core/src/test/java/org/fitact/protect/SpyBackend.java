package org.fitact.protect;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/** Passes everything on to another backend, and notes single numbers that are written and predicted classes. */
public final class SpyBackend {

    /**
     * A number that was overwritten.
     *
     * @param length of the parameter that it belongs to
     */
    public record Write(int length, int index, float value) {}

    private final List<Write> writes = new ArrayList<>();
    private final List<int[]> predictions = new ArrayList<>();
    private int predictionsLeft = Integer.MAX_VALUE;
    private final Backend target;
    private final Backend spied;

    public SpyBackend(Backend target) {
        this.target = target;
        this.spied = (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (_, method, arguments) -> call(method, arguments));
    }

    public Backend backend() {
        return spied;
    }

    /** Writes of one number since the last {@link #forget}, in their order. */
    public List<Write> writes() {
        return List.copyOf(writes);
    }

    /** Predicted classes of every batch since the last {@link #forget}. */
    public List<int[]> predictions() {
        return List.copyOf(predictions);
    }

    /** Fails with "killed" instead of giving the classes of a later batch: with 0, of the next one. */
    public void failAfter(int batches) {
        predictionsLeft = batches;
    }

    public void forget() {
        writes.clear();
        predictions.clear();
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        Object result;
        try {
            result = method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (method.getName().equals("upload")) {
            noteWrite((MemorySegment) arguments[0], (Buffer) arguments[1], (int) arguments[2]);
        } else if (method.getName().equals("scatter")) {
            noteWrites((float[]) arguments[0], (int[]) arguments[1], (Buffer) arguments[2]);
        } else if (method.getName().equals("download") && ((Buffer) arguments[0]).type() == DType.INT32) {
            if (predictionsLeft-- == 0) {
                throw new IllegalStateException("killed");
            }
            predictions.add(((MemorySegment) arguments[2]).toArray(ValueLayout.JAVA_INT));
        }
        return result;
    }

    private void noteWrites(float[] values, int[] indices, Buffer buffer) {
        for (int i = 0; i < indices.length; i++) {
            writes.add(new Write(buffer.length(), indices[i], values[i]));
        }
    }

    private void noteWrite(MemorySegment host, Buffer buffer, int index) {
        if (host.byteSize() == Float.BYTES && buffer.type() == DType.FLOAT32) {
            writes.add(new Write(buffer.length(), index, host.get(ValueLayout.JAVA_FLOAT, 0)));
        }
    }
}
