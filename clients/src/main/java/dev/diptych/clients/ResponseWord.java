package dev.diptych.clients;

/** A response as a word: 16 bits of its position, 12 that say what became of the request, 12 of its slot, 24 of its output's size. */
record ResponseWord(int sequence, Outcome outcome, int slot, int outputBytes) {
    /** The same fields as those of a request, with the outcome in the model's place. */
    static ResponseWord of(long word) {
        RequestWord fields = RequestWord.of(word);
        return new ResponseWord(fields.sequence(), Outcome.of(fields.model()), fields.slot(), fields.inputBytes());
    }

    long word() {
        return new RequestWord(sequence, outcome.code(), slot, outputBytes).word();
    }
}
