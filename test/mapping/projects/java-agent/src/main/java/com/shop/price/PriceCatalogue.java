package com.shop.price;

import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.ToIntFunction;
import org.h2.jdbcx.JdbcDataSource;

public class PriceCatalogue {
  private final JdbcDataSource database = new JdbcDataSource();

  /** An anonymous class: its binary name is PriceCatalogue$1. */
  private final ToIntFunction<Integer> rounded =
      new ToIntFunction<>() {
        @Override
        @WithSpan
        public int applyAsInt(Integer cents) {
          return cents / 5 * 5;
        }
      };

  public PriceCatalogue(String url) {
    database.setURL(url);
    try (Connection connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE price (sku VARCHAR PRIMARY KEY, cents INT)");
      statement.execute("INSERT INTO price VALUES ('apple', 128), ('pear', 207)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public int priceOf(String sku) {
    try {
      return rounded.applyAsInt(query(sku));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @WithSpan
  private int query(String sku) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement("SELECT cents FROM price WHERE sku = ?")) {
      select.setString(1, sku);
      ResultSet row = select.executeQuery();
      row.next();
      return row.getInt(1);
    }
  }
}
