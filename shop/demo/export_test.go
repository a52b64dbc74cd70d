package demo

// Markets are the countries that the shop serves, for the tests that hold its articles
// against them.
var Markets = markets
