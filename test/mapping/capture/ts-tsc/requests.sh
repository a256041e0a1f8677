# The requests to the order service, however it was built.
base="http://127.0.0.1:$PORT"
curl -s -o /dev/null -X POST "$base/orders" -H 'content-type: application/json' -d '{"id":"1","items":["tea","cup"]}'
curl -s -o /dev/null "$base/orders/1"
curl -s -o /dev/null "$base/orders/2"
curl -s -o /dev/null -X POST "$base/orders" -H 'content-type: application/json' -d '{"id":"3","items":["tea","unicorn"]}'
