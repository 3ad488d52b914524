-- Whoever puts a blob again tells what the object store calls its bytes now: the version that was kept may be gone. The bytes
-- themselves are checked against digest and manifest, whatever stands here.
grant update (version) on ${schema}.blob to ${role};
