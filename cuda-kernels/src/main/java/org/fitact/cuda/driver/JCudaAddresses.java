package org.fitact.cuda.driver;

import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;

/** Numbers as the pointer objects of JCuda, and back. */
public final class JCudaAddresses {

    private JCudaAddresses() {}

    /** An address on the device, as the libraries take it. */
    public static Pointer of(DevicePointer pointer) {
        return new OnDevice(pointer.address());
    }

    /** An address on the device. */
    static final class OnDevice extends CUdeviceptr {

        /** To be set by JCuda. */
        OnDevice() {}

        OnDevice(long address) {
            super(new CUdeviceptr(), address);
        }

        long address() {
            return getNativePointer() + getByteOffset();
        }
    }

    /** An address of native memory of the host. */
    static final class OnHost extends Pointer {

        /** To be set by JCuda. */
        OnHost() {}

        OnHost(long address) {
            super(address);
        }

        long address() {
            return getNativePointer() + getByteOffset();
        }
    }
}
