package dev.rondo.backend.tornado.kernel;

import dev.rondo.array.Buffer;
import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.backend.tornado.schedule.Task;

import java.util.Map;

/** Something that runs the kernels of tasks. */
public interface TestDevice {
    /** Does a task once over arenas, which hold its results afterwards. */
    void run(Task task, Map<Arena, Buffer> memory);
}
