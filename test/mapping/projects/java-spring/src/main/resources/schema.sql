CREATE TABLE price (id BIGINT AUTO_INCREMENT PRIMARY KEY, sku VARCHAR(20), cents INT);
INSERT INTO price (sku, cents) VALUES ('apple', 128), ('pear', 207);
