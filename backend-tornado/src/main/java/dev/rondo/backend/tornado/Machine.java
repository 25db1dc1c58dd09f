package dev.rondo.backend.tornado;

import dev.rondo.array.Array;
import dev.rondo.backend.tornado.schedule.Grain;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Schedule;

/**
 * Runs schedules over one set of variables. It has the values of the variables twice: on the host,
 * where {@link #put} and {@link #get} work, and on the device. One thread at a time uses it.
 */
interface Machine extends AutoCloseable {
    /** How finely the device wants its work divided. */
    Grain grain();

    /** Sets a variable's value on the host. */
    void put(Place place, Array value);

    /** Reads a variable's value on the host. */
    void get(Place place, Array into);

    /** Brings all variables to the device. */
    void upload();

    /** Brings all variables to the host. */
    void download();

    /**
     * Makes a schedule ready to run.
     *
     * @throws dev.rondo.backend.BackendException when the device cannot run it
     */
    Loaded load(Schedule schedule);

    /**
     * Compiles what was loaded, so that runs need not do it.
     *
     * @throws dev.rondo.backend.BackendException when the device cannot run it
     */
    void prepare();

    /** Bytes of the variables on the device. */
    long bytes();

    @Override
    void close();

    /** A schedule that can run. */
    interface Loaded extends AutoCloseable {
        /** Sets an input. */
        void put(Place place, Array value);

        /**
         * Runs the schedule, with the variables on the device.
         *
         * @throws dev.rondo.backend.BackendException when the device fails; after that, nothing on
         *     it can be relied upon
         */
        void run();

        /** Reads an output. */
        void get(Place place, Array into);

        /** Bytes of its arenas on the device. */
        long bytes();

        /** Drops the schedule. Its memory is given back with the machine's at the latest. */
        @Override
        void close();
    }
}
