package uk.ac.manchester.tornado.api.exceptions;

/** A kernel could not be compiled. */
public class TornadoBailoutRuntimeException extends RuntimeException {
    public TornadoBailoutRuntimeException(String message) {}
}
