# The orders of the storefront, then its page.
base="http://127.0.0.1:$PORT"
curl -s -o /dev/null -X POST "$base/orders" -H 'content-type: application/json' -d '{"id":"1","items":["tea","cup"]}'
curl -s -o /dev/null -X POST "$base/orders" -H 'content-type: application/json' -d '{"id":"2","items":[]}'
curl -s -o /dev/null -X POST "$base/orders" -H 'content-type: application/json' -d '{"id":"3","items":["unicorn"]}'
curl -s -o /dev/null "$base/?item=cup"
curl -s -o /dev/null "$base/?item=unicorn"
