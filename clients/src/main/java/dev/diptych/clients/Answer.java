package dev.diptych.clients;

import dev.diptych.model.op.Bytes;

/**
 * What a client gets for a request.
 *
 * @param ticket of the request: which of the client's it was, from 0
 * @param output what the model read back; for one that reads nothing back, the CRC-32C of the request's input, in 8 bytes
 */
public record Answer(long ticket, Outcome outcome, Bytes output) {}
