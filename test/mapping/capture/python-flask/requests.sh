base="http://127.0.0.1:$PORT"
curl -s -o /dev/null -X POST "$base/carts/1/items" -H 'content-type: application/json' -d '{"item":"tea"}'
curl -s -o /dev/null -X POST "$base/carts/1/items" -H 'content-type: application/json' -d '{"item":"unicorn"}'
curl -s -o /dev/null "$base/carts/1/total?currency=USD"
curl -s -o /dev/null "$base/carts/2/total"
curl -s -o /dev/null "$base/carts/1/total?currency=XYZ"
