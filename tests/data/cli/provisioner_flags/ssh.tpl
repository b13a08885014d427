{"type": {{ toJson .Type }}, "keyId": {{ toJson .KeyID }}}
