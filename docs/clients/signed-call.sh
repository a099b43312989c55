#!/usr/bin/env bash
# Makes one signed GET call to a Concordat hub and verifies the signed answer, with nothing but
# bash, openssl 3, curl, coreutils, grep and sed. Read it as the protocol in 100 lines.
#
#   signed-call.sh <private-key.pem> <keyid> <origin> <path> <actor> [purpose]
#
# Prints the body when, and only when, the hub signed it for this very call; otherwise says on
# standard error what is wrong and ends with 1 (2: wrong use).
set -euo pipefail
export LC_ALL=C

fail() { printf 'signed-call: %s\n' "$1" >&2; exit "${2:-1}"; }

[ $# -ge 5 ] || fail 'usage: signed-call.sh <private-key.pem> <keyid> <origin> <path> <actor> [purpose]' 2
key=$1 keyid=$2 origin=${3%/} path=$4 actor=$5 purpose=${6:-iom-case-management}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# --- the request: what is signed, line by line (RFC 9421 section 2.5) ---------------------------

created=$(date +%s)
nonce=$(openssl rand -hex 24)
params="(\"@method\" \"@target-uri\" \"hub-actor\" \"hub-purpose\")"
params+=";created=$created;keyid=\"$keyid\";nonce=\"$nonce\";tag=\"iom-hub-req-v1\""
printf '%s\n' \
  '"@method": GET' \
  "\"@target-uri\": $origin$path" \
  "\"hub-actor\": \"$actor\"" \
  "\"hub-purpose\": $purpose" > "$work/request-base"
# The last line has no line feed.
printf '"@signature-params": %s' "$params" >> "$work/request-base"

openssl pkeyutl -sign -rawin -inkey "$key" -in "$work/request-base" -out "$work/request-signature" \
  || fail 'the private key cannot sign: it must be an Ed25519 key in PEM'
request_signature="hub=:$(base64 -w0 "$work/request-signature"):"

# --path-as-is and --globoff: the target goes out exactly as it was signed.
curl --silent --show-error --max-time 30 --path-as-is --globoff --http1.1 \
  --header "Hub-Actor: \"$actor\"" \
  --header "Hub-Purpose: $purpose" \
  --header "Signature-Input: hub=$params" \
  --header "Signature: $request_signature" \
  --dump-header "$work/head" --output "$work/body" "$origin$path" \
  || fail 'the hub cannot be reached'
touch "$work/body"

# --- the answer: everything below is held against what was sent, not against what it says -------

status=$(sed -n '1s/^HTTP\/[0-9.]* \([0-9]\{3\}\).*/\1/p' "$work/head")

# The value of a header of the answer. One that comes twice is a fault.
header() {
  [ "$(grep -ci "^$1:" "$work/head")" -le 1 ] || fail "the answer has two $1 headers"
  sed -n "s/\r$//; s/^$1: *//Ip" "$work/head"
}

input=$(header signature-input)
signature=$(header signature)
[ -n "$input" ] && [ -n "$signature" ] \
  || fail "the answer is not signed (status $status): $(head -c 2000 "$work/body")"

# hub=(<components>);created=<n>;keyid="<kid>";nonce="<ours>";tag="iom-hub-res-v1", and nothing else.
shape='^hub=(\([^()]*\));created=\([0-9]\{1,15\}\);keyid="\([A-Za-z0-9_-]\{43\}\)";nonce="\([A-Za-z0-9_-]*\)";tag="\([a-z0-9-]*\)"$'
printf '%s' "$input" | grep -q "$shape" || fail 'the signature of the answer is malformed'
part() { printf '%s\n' "$input" | sed "s/$shape/\\$1/"; }
components=$(part 1) signed_at=$(part 2) kid=$(part 3)
[ "$(part 5)" = iom-hub-res-v1 ] || fail 'the signature was not made as an answer (signature-tag-wrong)'
[ "$(part 4)" = "$nonce" ] || fail 'the answer is for another call (response-not-bound)'
age=$((signed_at - created))
[ "${age#-}" -le 120 ] || fail 'the answer is not of now (signature-stale)'

# All that must be covered is covered, and whatever else of the answer may be covered and came.
wanted='"@status" "content-digest" "@method";req "@target-uri";req "signature-input";req "signature";req'
for name in content-type hub-log-entry etag; do
  [ -z "$(header "$name")" ] || wanted+=" \"$name\""
done
for component in $wanted; do
  case " $components " in *" $component "*) ;; *) fail "$component is not covered (coverage-insufficient)" ;; esac
done

# The base of the answer, in its order; what is of the request comes from here.
: > "$work/answer-base"
for component in $components; do
  case $component in
    '"@status"') value=$status ;;
    '"content-type"' | '"content-digest"' | '"hub-log-entry"' | '"etag"')
      value=$(header "$(printf '%s' "$component" | sed 's/"//g')") ;;
    '"@method";req') value=GET ;;
    '"@target-uri";req') value=$origin$path ;;
    '"signature-input";req') value="hub=$params" ;;
    '"signature";req') value=$request_signature ;;
    *) fail "$component is not a component of the profile (component-not-allowed)" ;;
  esac
  printf '%s: %s\n' "$component" "$value" >> "$work/answer-base"
done
printf '"@signature-params": %s' "${input#hub=}" >> "$work/answer-base"

# The hub's key of that name, if it is one for answers: JWK x to SubjectPublicKeyInfo to PEM.
curl --silent --show-error --max-time 30 --output "$work/keys" "$origin/v1/keys" || fail 'the keys of the hub cannot be read'
jwk=$(sed 's/[[:space:]]//g; s/[{}]/\n/g' "$work/keys" | grep -F "\"kid\":\"$kid\"" | grep -F '"hub_use":"response"' | head -n 1) || true
x=$(printf '%s' "$jwk" | sed -n 's/.*"x":"\([A-Za-z0-9_-]\{43\}\)".*/\1/p')
[ -n "$x" ] || fail 'the answer was signed by a key that the hub does not use for answers (key-not-accepted)'
thumbprint=$(printf '{"crv":"Ed25519","kty":"OKP","x":"%s"}' "$x" | openssl dgst -sha256 -binary | base64 -w0 | sed 'y/+\//-_/; s/=//g')
[ "$thumbprint" = "$kid" ] || fail 'the key is not the one its name says (key-not-accepted)'
{
  printf '\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00' # Ed25519, RFC 8410
  printf '%s=' "$x" | sed 'y/-_/+\//' | base64 -d
} | openssl pkey -pubin -inform DER -out "$work/hub-key.pem" || fail 'the key of the hub is not a valid one'

printf '%s' "$signature" | grep -q '^hub=:[A-Za-z0-9+/]\{86\}==:$' || fail 'the signature of the answer is malformed'
printf '%s' "$signature" | sed 's/^hub=://; s/:$//' | base64 -d > "$work/answer-signature"
openssl pkeyutl -verify -rawin -pubin -inkey "$work/hub-key.pem" \
  -in "$work/answer-base" -sigfile "$work/answer-signature" > "$work/verdict" 2>&1 \
  || fail 'the signature of the answer is not valid (signature-invalid)'

digest="sha-256=:$(openssl dgst -sha256 -binary "$work/body" | base64 -w0):"
[ "$(header content-digest)" = "$digest" ] || fail 'the body is not the one that was signed (content-digest-mismatch)'

cat "$work/body"
printf '\n'
[ "$status" -lt 400 ] || fail "the hub refused the call with status $status; its answer is genuine"
