package dev.exhibit.signer;

import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.crypto.vault.Vault;
import java.util.Optional;

/**
 * What the signer reaches outside of itself.
 *
 * @param identities who may ask
 * @param stored artifacts that are stored
 * @param remote artifacts that lie elsewhere
 * @param producers what artifacts must carry, where that is demanded
 * @param refusals remembers what the gates refuse
 * @param intents decides which request signs
 * @param vault holds the keys
 * @param timestamps say when a signature was there
 */
public record SignerPorts(
        IdentityRegistry identities,
        StoredArtifacts stored,
        RemoteArtifacts remote,
        Optional<ProducerGate> producers,
        RefusalLog refusals,
        IntentLog intents,
        Vault vault,
        Timestamps timestamps) {}
