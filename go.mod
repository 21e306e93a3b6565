module github.com/portico-portal/portico

go 1.26
