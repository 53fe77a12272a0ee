package org.fitact.tensor.backend.simd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fitact.tensor.backend.BackendProvider;
import org.fitact.tensor.backend.simd.run.Lanes;

/** The SIMD backend with vectors of a forced width: the classes of its package are loaded once more for each width. */
public final class Widths {

    private static final Map<Integer, BackendProvider> PROVIDERS = new ConcurrentHashMap<>();

    private Widths() {}

    public static BackendProvider provider(int bits) {
        return PROVIDERS.computeIfAbsent(bits, Widths::load);
    }

    private static BackendProvider load(int bits) {
        String before = System.getProperty(Lanes.PROPERTY);
        System.setProperty(Lanes.PROPERTY, Integer.toString(bits));
        try {
            ClassLoader loader = new Copy();
            Class.forName(Lanes.class.getName(), true, loader); // reads the property now
            Class<?> provider = loader.loadClass(SimdProvider.class.getName());
            return (BackendProvider) provider.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        } finally {
            if (before == null) {
                System.clearProperty(Lanes.PROPERTY);
            } else {
                System.setProperty(Lanes.PROPERTY, before);
            }
        }
    }

    /** Defines the classes of this package itself and leaves all others to its parent. */
    private static final class Copy extends ClassLoader {

        Copy() {
            super(Widths.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(Widths.class.getPackageName() + ".")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
