package dev.diptych.systems.bundle;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.Host;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A bundle with its weights on a GPU, from where any number of instances read them. To be made at the start of a run. */
public final class PlacedBundle {
    /** Of weights that nobody gave. */
    private static final float DRAWN_BOUND = 0.1f;

    private static final int SET_UP_STREAM = 0;
    /** A write carries less than 2 GiB; smaller ones need less memory at a time. */
    private static final int PIECE_BYTES = 1 << 26;

    private final Host host;
    private final Gpu gpu;
    private final Bundle bundle;
    /** Absent for what each instance has for itself. */
    private final List<Optional<Buffer>> shared = new ArrayList<>();

    /** Allocates weights and submits what fills them. */
    public PlacedBundle(Host host, Gpu gpu, Bundle bundle) {
        this.host = host;
        this.gpu = gpu;
        this.bundle = bundle;
        for (int i = 0; i < bundle.storages().size(); i++) {
            Storage storage = bundle.storages().get(i);
            boolean isWeights = storage.isGiven() && i != bundle.input();
            shared.add(isWeights ? Optional.of(weights(storage, i)) : Optional.empty());
        }
    }

    private Buffer weights(Storage storage, int index) {
        Bytes contents = storage.contents()
                .orElseGet(() -> Draws.bytes(Draws.uniform(
                        host.seed(), Draws.WEIGHTS, index, Math.toIntExact(storage.count()), DRAWN_BOUND)));
        Buffer buffer = host.allocate(gpu, storage.bytes());
        write(contents, buffer);
        return buffer;
    }

    private void write(Bytes contents, Buffer to) {
        for (int at = 0; at < contents.size(); at += PIECE_BYTES) {
            int bytes = Math.min(PIECE_BYTES, contents.size() - at);
            ByteBuffer piece = contents.buffer().slice(at, bytes);
            host.submit(gpu, SET_UP_STREAM, Host.NO_REQUEST, new Write(Bytes.copyOf(piece), to.slice(at, bytes)));
        }
    }

    public Bundle bundle() {
        return bundle;
    }

    /** Returns a buffer of the host's memory with images for one pass of the kernels, to be copied from. */
    public Buffer images(float[] pixels) {
        Bytes contents = Draws.bytes(pixels);
        Buffer buffer = host.allocate(HostMemory.HOST, contents.size());
        write(contents, buffer);
        return buffer;
    }

    /** Returns memory for passes that come one after the other. */
    public BundleMemory memory() {
        List<Buffer> buffers = new ArrayList<>();
        for (int i = 0; i < shared.size(); i++) {
            Storage storage = bundle.storages().get(i);
            buffers.add(shared.get(i).orElseGet(() -> host.allocate(gpu, storage.bytes())));
        }
        return new BundleMemory(
                bundle,
                buffers,
                host.allocate(HostMemory.HOST, bundle.outputStorage().bytes()));
    }
}
