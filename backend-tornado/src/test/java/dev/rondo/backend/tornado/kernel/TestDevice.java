package dev.rondo.backend.tornado.kernel;

import dev.rondo.array.Buffer;
import dev.rondo.backend.tornado.schedule.Arena;

import java.util.Map;

/** Something that runs kernels. */
public interface TestDevice {
    /** Runs a kernel once over arenas, which hold its results afterwards. */
    void run(Kernel kernel, Map<Arena, Buffer> memory);
}
