package dev.rondo.backend.tornado.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.backend.tornado.schedule.Task;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A task and what lies in the arenas before it.
 *
 * @param task to be done
 * @param memory all arenas
 * @param tolerance largest difference from the reference, relative to the larger of the number and
 *     1; 0 for the same number
 */
record TaskCase(Task task, Map<Arena, Buffer> memory, double tolerance) {

    /** Checks all memory after the task, so that nothing is written where it should not be. */
    void check(TestDevice device) {
        Map<Arena, Buffer> expected = copy(memory);
        new ReferenceDevice(expected).run(task);
        Map<Arena, Buffer> found = copy(memory);
        device.run(task, found);
        for (Arena a : memory.keySet()) {
            for (int i = 0; i < expected.get(a).size(); i++) {
                compare(a, i, expected.get(a).get(i), found.get(a).get(i));
            }
        }
    }

    private void compare(Arena arena, int i, double expected, double found) {
        boolean same = Double.compare(expected + 0.0, found + 0.0) == 0;
        double scale = Math.max(1, Math.abs(expected));
        boolean near = Math.abs(expected - found) <= tolerance * scale;
        assertThat(same || near)
                .as("%s[%d] is %s, not %s, after %s", arena.title(), i, found, expected, task)
                .isTrue();
    }

    private static Map<Arena, Buffer> copy(Map<Arena, Buffer> memory) {
        Map<Arena, Buffer> copy = new LinkedHashMap<>();
        memory.forEach(
                (arena, buffer) -> {
                    Buffer to = Buffer.allocate(buffer.dtype(), buffer.size());
                    Buffer.copy(buffer, 0, to, 0, buffer.size());
                    copy.put(arena, to);
                });
        return copy;
    }

    /** Whether a type is a float. */
    static boolean isFloat(DType dtype) {
        return dtype == DType.F32 || dtype == DType.F64;
    }
}
