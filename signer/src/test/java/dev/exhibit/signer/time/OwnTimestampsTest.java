package dev.exhibit.signer.time;

import dev.exhibit.signer.TestTimestamps;
import dev.exhibit.signer.Timestamps;
import dev.exhibit.signer.TimestampsContract;

class OwnTimestampsTest implements TimestampsContract {
    @Override
    public Timestamps timestamps() {
        return TestTimestamps.shared();
    }

    @Override
    public int authorities() {
        return 1;
    }
}
