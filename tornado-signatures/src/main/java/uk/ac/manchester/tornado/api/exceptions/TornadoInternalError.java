package uk.ac.manchester.tornado.api.exceptions;

/** The runtime contradicts itself. */
public class TornadoInternalError extends Error {
    private static final long serialVersionUID = 1;

    public TornadoInternalError(Throwable cause) {}
}
