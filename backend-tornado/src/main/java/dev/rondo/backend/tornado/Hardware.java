package dev.rondo.backend.tornado;

import dev.rondo.backend.Availability;
import dev.rondo.backend.Availability.Unavailable;
import dev.rondo.backend.Device;
import dev.rondo.backend.Resources;
import dev.rondo.backend.tornado.schedule.Costs;
import dev.rondo.backend.tornado.schedule.Grain;

import uk.ac.manchester.tornado.api.TornadoBackend;
import uk.ac.manchester.tornado.api.TornadoRuntime;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A device of one of TornadoVM's drivers. This class may be loaded only when {@link Installation}
 * finds no problem.
 *
 * @param device the device as Rondo shows it; its name consists of the driver and the device's
 *     number in it, {@code opencl:0}
 * @param type {@code cpu}, {@code gpu}, {@code fpga} or another of TornadoVM's types
 * @param handle the device as TornadoVM knows it; null for a device that cannot be asked
 */
record Hardware(Device device, String type, TornadoDevice handle) {
    /**
     * Options of TornadoVM that are on by default and that it reads when it starts. With the first
     * it uses OpenCL's native_sqrt, native_sin and native_cos, which may have any accuracy; those
     * of doubles are as inaccurate as those of floats. With the second it replaces quotients by
     * approximate reciprocal roots.
     */
    private static final List<String> APPROXIMATIONS =
            List.of("tornado.enable.nativeFunctions", "tornado.enable.fastMathOptimizations");

    /**
     * System property that makes every device divide work as a GPU with work-groups of this many
     * items at most. Then a GPU's kernels can be tested where there is no GPU.
     */
    static final String GPU_GROUPS = "rondo.tornado.gpu-groups";

    /**
     * Every device of every driver, in TornadoVM's order. Whatever the drivers throw when they are
     * loaded comes out of it, including errors of the linker and of static initializers.
     */
    static List<Hardware> all() {
        APPROXIMATIONS.forEach(option -> unlessSaid(option, "False"));
        unlessSaid("tornado.enable.fma", "false");
        unlessSaid("tornado.tvm.maxbytecodesize", "262144");
        unlessSaid("tornado.compiler.fullInlining", "true");
        unlessSaid("tornado.experimental.reduce", "false");
        TornadoRuntime runtime = TornadoRuntimeProvider.getTornadoRuntime();
        List<Hardware> all = new ArrayList<>();
        for (int b = 0; b < runtime.getNumBackends(); b++) {
            String driver = runtime.getBackendType(b).name().toLowerCase(Locale.ROOT);
            TornadoBackend backend = runtime.getBackend(b);
            for (int d = 0; d < backend.getNumDevices(); d++) {
                all.add(one(backend, driver, d));
            }
        }
        return all;
    }

    /**
     * Sets an option of TornadoVM that the user has not set, before TornadoVM starts and reads it.
     * Contracting multiplications and additions makes its compiler fail for some kernels with a
     * NullPointerException in OCLFMANode (5.2.0); the code of a task graph has room for only two
     * dozen tasks; in a large kernel some reads and writes of arrays would not be inlined, which
     * then fails; and a quarter of a second of the first run would go into a search for loops that
     * are marked as reductions, which no kernel here has.
     */
    private static void unlessSaid(String option, String value) {
        if (System.getProperty(option) == null) {
            System.setProperty(option, value);
        }
    }

    private static Hardware one(TornadoBackend driver, String driverName, int index) {
        String name = driverName + ":" + index;
        try {
            TornadoDevice handle = driver.getDevice(index);
            String type = type(handle);
            return new Hardware(
                    new Device(
                            TornadoBackendProvider.NAME,
                            name,
                            description(handle, type),
                            Availability.yes(),
                            resources(handle)),
                    type,
                    handle);
        } catch (RuntimeException | LinkageError e) {
            Unavailable why =
                    new Unavailable(
                            "TornadoVM's driver " + driverName + " cannot open it: " + e,
                            "look whether the device's own tools list it (clinfo, nvidia-smi)");
            Device device =
                    new Device(TornadoBackendProvider.NAME, name, "device of " + driverName, why);
            return new Hardware(device, "unknown", null);
        }
    }

    /** Its own memory; TornadoVM says nothing of vectors. */
    private static Resources resources(TornadoDevice handle) {
        return new Resources(OptionalLong.of(handle.getMaxGlobalMemory()), OptionalInt.empty());
    }

    /** OpenCL calls an FPGA an accelerator. TornadoVM recognizes an FPGA by its platform. */
    static String type(TornadoDevice handle) {
        String platform = handle.getPlatformName().toLowerCase(Locale.ROOT);
        boolean fpga = platform.contains("fpga") || platform.contains("xilinx");
        TornadoDeviceType type = handle.getDeviceType();
        return type == TornadoDeviceType.ACCELERATOR && fpga
                ? "fpga"
                : type.name().toLowerCase(Locale.ROOT);
    }

    /** How finely a device wants its work divided. On FPGAs TornadoVM makes all groups small. */
    static Grain grain(TornadoDevice handle) {
        int units = Math.max(1, handle.getPhysicalDevice().getDeviceMaxComputeUnits());
        Integer forced = Integer.getInteger(GPU_GROUPS);
        if (forced != null) {
            return new Grain(forced, true, Costs.gpu(units));
        }
        String type = type(handle);
        long most = handle.getPhysicalDevice().getDeviceMaxWorkGroupSize()[0];
        boolean small = type.equals("fpga") || most < Grain.LARGEST_GROUP;
        boolean cpu = type.equals("cpu");
        return new Grain(
                small ? Grain.SMALLEST_GROUP : Grain.LARGEST_GROUP,
                !cpu,
                cpu ? Costs.cpu(units) : Costs.gpu(units));
    }

    private static String description(TornadoDevice handle, String type) {
        return String.format(
                Locale.ROOT,
                "%s, %s, %s, %s",
                type.length() <= 4 ? type.toUpperCase(Locale.ROOT) : type,
                handle.getPhysicalDevice().getDeviceName().strip(),
                handle.getPlatformName().strip(),
                Installation.loaded());
    }
}
