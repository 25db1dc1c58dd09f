package dev.rondo.backend.simd;

import dev.rondo.backend.Availability;
import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.BackendProvider;
import dev.rondo.backend.Device;
import dev.rondo.backend.Resources;
import dev.rondo.backend.simd.lanes.CoreCache;
import dev.rondo.backend.simd.lanes.HotSpot;
import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.backend.simd.lanes.Width;
import dev.rondo.compiler.Passes;
import dev.rondo.executor.KernelBackend;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The backend {@code simd}: the processor through the Vector API. */
public final class SimdBackendProvider implements BackendProvider {
    private static final String MODULE = "jdk.incubator.vector";

    /** Made by {@link java.util.ServiceLoader}. */
    public SimdBackendProvider() {}

    @Override
    public String name() {
        return "simd";
    }

    @Override
    public List<Device> devices() {
        Availability availability = availability();
        return List.of(
                availability.isAvailable()
                        ? new Device(name(), "cpu", description(), availability, resources())
                        : new Device(name(), "cpu", "vectors of the processor", availability));
    }

    /** Checks the module before any class that mentions vectors is loaded. */
    private static Availability availability() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return Availability.no(
                    "the module " + MODULE + " is not loaded",
                    "start Java with --add-modules " + MODULE);
        }
        return Stream.<Supplier<Availability>>of(
                        HotSpot::compiler,
                        Width::availability,
                        HotSpot::multiplyAdd,
                        CoreCache::availability)
                .map(Supplier::get)
                .filter(a -> !a.isAvailable())
                .findFirst()
                .orElse(Availability.yes());
    }

    private static Resources resources() {
        return Resources.ofHeap().withVectors(Lanes.BITS);
    }

    private static String description() {
        return Lanes.BITS
                + "-bit vectors in "
                + Lanes.REGISTERS
                + " registers, "
                + CoreCache.here().description()
                + ", up to "
                + Runtime.getRuntime().availableProcessors()
                + " threads, "
                + System.getProperty("os.arch");
    }

    @Override
    public Backend open(Device device, BackendOptions options) {
        if (device.availability() instanceof Availability.Unavailable(var reason, var remedy)) {
            throw new BackendException(device.id() + ": " + reason + "; " + remedy);
        }
        int threads = options.resolvedThreads();
        return new KernelBackend(
                device,
                threads,
                () -> new SimdKernels(threads),
                how -> Passes.allBut(how.without())::apply);
    }
}
