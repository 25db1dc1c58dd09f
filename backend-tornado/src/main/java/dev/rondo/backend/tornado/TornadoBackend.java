package dev.rondo.backend.tornado;

import dev.rondo.backend.Backend;
import dev.rondo.backend.CompileOptions;
import dev.rondo.backend.Device;
import dev.rondo.backend.Executable;
import dev.rondo.compiler.Passes;
import dev.rondo.graph.Program;

import uk.ac.manchester.tornado.api.common.TornadoDevice;

/** A device of TornadoVM, ready to compile programs. */
final class TornadoBackend implements Backend {
    private final Device device;
    private final TornadoDevice hardware;

    /**
     * A backend.
     *
     * @throws dev.rondo.backend.BackendException when TornadoVM may give wrong numbers silently
     */
    TornadoBackend(Device device, TornadoDevice hardware) {
        TornadoMachine.refuseBailout();
        this.device = device;
        this.hardware = hardware;
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public int threads() {
        return 1;
    }

    @Override
    public Executable compile(Program program, CompileOptions options) {
        return ScheduleEngine.compile(
                program,
                layout -> new TornadoMachine(hardware, layout),
                Passes.allBut(options.without())::apply,
                options.debug());
    }
}
