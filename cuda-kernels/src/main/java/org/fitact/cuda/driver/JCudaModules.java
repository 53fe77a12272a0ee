package org.fitact.cuda.driver;

import static org.fitact.cuda.driver.JCudaDriver.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;

/** The families' PTX, each loaded when the first of its kernels is launched. */
public final class JCudaModules {

    private final Map<String, CUmodule> modules = new HashMap<>();
    private final Map<String, CUfunction> functions = new HashMap<>();

    /** A kernel of a family. */
    CUfunction function(String family, String kernel) {
        return functions.computeIfAbsent(kernel, _ -> {
            CUfunction function = new CUfunction();
            CUmodule module = modules.computeIfAbsent(family, JCudaModules::load);
            check(
                    jcuda.driver.JCudaDriver.cuModuleGetFunction(function, module, kernel),
                    () -> "finding kernel " + kernel + " in " + family + ".ptx");
            return function;
        });
    }

    private static CUmodule load(String family) {
        CUmodule module = new CUmodule();
        check(jcuda.driver.JCudaDriver.cuModuleLoadData(module, ptx(family)), () -> "loading " + family + ".ptx");
        return module;
    }

    /** The PTX of a family as C text, with a zero byte at its end. */
    static byte[] ptx(String family) {
        try (InputStream in = JCudaModules.class.getResourceAsStream("/org/fitact/cuda/ptx/" + family + ".ptx")) {
            if (in == null) {
                throw new CudaException("the program lacks its resource ptx/" + family + ".ptx");
            }
            byte[] text = in.readAllBytes();
            return Arrays.copyOf(text, text.length + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource ptx/" + family + ".ptx", e);
        }
    }

    void unload() {
        modules.forEach((family, module) ->
                check(jcuda.driver.JCudaDriver.cuModuleUnload(module), () -> "unloading " + family + ".ptx"));
        modules.clear();
        functions.clear();
    }
}
