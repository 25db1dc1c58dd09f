package dev.rondo.backend.tornado;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.array.Shape;
import dev.rondo.backend.tornado.kernel.TestDevice;
import dev.rondo.backend.tornado.schedule.Address;
import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.backend.tornado.schedule.Grain;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A device of TornadoVM that does one task.
 *
 * @param hardware the device
 * @param grain how its work is divided
 */
public record TornadoTestDevice(Hardware hardware, Grain grain) implements TestDevice {
    /** All devices that there are. */
    public static List<TornadoTestDevice> all() {
        return Hardware.all().stream()
                .map(h -> new TornadoTestDevice(h, Hardware.grain(h.handle())))
                .toList();
    }

    /** All devices, with work-groups that share memory even where they need not. */
    public static List<TornadoTestDevice> sharing() {
        return all().stream()
                .map(
                        d ->
                                new TornadoTestDevice(
                                        d.hardware,
                                        new Grain(d.grain.largestGroup(), true, d.grain.costs())))
                .toList();
    }

    @Override
    public void run(Task task, Map<Arena, Buffer> memory) {
        Map<Arena, HostArena> arenas = new LinkedHashMap<>();
        for (Arena a : task.arenas()) {
            HostArena host = HostArena.of(a, memory.get(a).size());
            host.put(whole(a, memory), array(memory.get(a)));
            arenas.put(a, host);
        }
        List<HostArena> all = List.copyOf(arenas.values());
        Graphs graphs = new Graphs(hardware.handle(), grain);
        // What a graph only writes, TornadoVM does not upload; and the task may leave some as it
        // is.
        Task touch = new Task.Touch("upload", task.arenas());
        graphs.add(new Graphs.Shape(List.of(touch), all, List.of(), List.of()), arenas);
        graphs.add(new Graphs.Shape(List.of(task), List.of(), all, all), arenas);
        try {
            graphs.prepare();
            graphs.execute(0);
            graphs.execute(1);
        } finally {
            graphs.close();
        }
        for (Arena a : task.arenas()) {
            arenas.get(a).get(whole(a, memory), array(memory.get(a)));
        }
    }

    private static Place whole(Arena arena, Map<Arena, Buffer> memory) {
        return new Place(
                arena,
                arena.storage(),
                Address.fixed(0),
                List.of(memory.get(arena).size()),
                List.of(1));
    }

    private static Array array(Buffer buffer) {
        return Array.wrap(Shape.of(buffer.size()), buffer);
    }

    @Override
    public String toString() {
        return hardware.device().id();
    }
}
