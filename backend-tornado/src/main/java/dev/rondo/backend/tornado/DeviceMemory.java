package dev.rondo.backend.tornado;

import dev.rondo.backend.BackendException;
import dev.rondo.backend.tornado.schedule.Arena;

import uk.ac.manchester.tornado.api.common.TornadoDevice;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The memory that a machine takes on its device, checked before it is allocated. TornadoVM itself
 * limits a JVM to the memory of {@code -Dtornado.device.memory}.
 */
final class DeviceMemory {
    private static final String FLAG = "tornado.device.memory";
    private static final long UNLESS_SAID = 4L << 30;

    /** Bytes taken by all machines of this JVM, by device. */
    private static final Map<TornadoDevice, Long> TAKEN = new HashMap<>();

    private final TornadoDevice device;
    private long taken;

    DeviceMemory(TornadoDevice device) {
        this.device = device;
    }

    /**
     * Takes memory for arenas.
     *
     * @throws BackendException when there is less
     */
    void require(Map<Arena, Integer> sizes, String what) {
        long bytes = 0;
        long largest = 0;
        for (Map.Entry<Arena, Integer> e : sizes.entrySet()) {
            long n = (long) e.getValue() * e.getKey().storage().bytes();
            bytes += n;
            largest = Math.max(largest, n);
        }
        synchronized (TAKEN) {
            long used = TAKEN.getOrDefault(device, 0L);
            long flag = flag();
            long limit = Math.min(flag, device.getMaxGlobalMemory());
            long free = Math.max(0, limit - used);
            if (bytes > free || largest > device.getMaxAllocMemory()) {
                throw new BackendException(
                        String.format(
                                Locale.ROOT,
                                "%s would need %,d MiB on %s, of them %,d MiB in one array; %,d MiB"
                                        + " are free of %,d MiB, and an array there has at most %,d"
                                        + " MiB; make the model, the batch or the sequence smaller%s",
                                what,
                                bytes >> 20,
                                device.getPhysicalDevice().getDeviceName().strip(),
                                largest >> 20,
                                free >> 20,
                                limit >> 20,
                                device.getMaxAllocMemory() >> 20,
                                flag < device.getMaxGlobalMemory()
                                        ? ", or allow TornadoVM more with -D" + FLAG + "=…GB"
                                        : ""));
            }
            TAKEN.put(device, used + bytes);
            taken += bytes;
        }
    }

    /** The limit as TornadoVM reads it: a number with MB or GB. */
    private static long flag() {
        String said = System.getProperty(FLAG);
        if (said == null) {
            return UNLESS_SAID;
        }
        try {
            long n = Long.parseLong(said.replaceAll("[^0-9]", ""));
            return said.endsWith("GB") ? n << 30 : said.endsWith("MB") ? n << 20 : n;
        } catch (NumberFormatException e) {
            return UNLESS_SAID;
        }
    }

    /** Gives the memory back. */
    void giveBack() {
        synchronized (TAKEN) {
            TAKEN.merge(device, -taken, Long::sum);
            taken = 0;
        }
    }
}
